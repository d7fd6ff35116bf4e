"""Where openai-whisper's weights lie and whether they can be had, answered without importing torch.

`--engine auto` asks this at the start of every run, so the answer must be quick, most of all on a machine that can
reach nothing.
"""

from __future__ import annotations

import os
import threading
import urllib.request
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType

from workflow.errors import UnknownModel

SHA256: Mapping[str, str] = MappingProxyType(
    {
        "tiny.en": "d3dd57d32accea0b295c96e26691aa14d8822fac7d9d27d5dc00b4ca2826dd03",
        "tiny": "65147644a518d12f04e32d6f3b26facc3f8dd46e5390956a9424a650c0ce22b9",
        "base.en": "25a8566e1d0c1e2231d1c762132cd20e0f96a85d16145c3a00adf5d1ac670ead",
        "base": "ed3a0b6b1c0edf879ad9b11b1af5a0e6ab5db9205f891f668f8b0e6c6326e34e",
        "small.en": "f953ad0fd29cacd07d5a9eda5624af0f6bcf2258be67c92b79389873d91e0872",
        "small": "9ecf779972d90ba49c06d968637d720dd632c55bbf19d441fb42bf17a411e794",
        "medium.en": "d7440d1dc186f76616474e0ff0b3b6b879abc9d1a4926b7adfa41db2d497ab4f",
        "medium": "345ae4da62f9b3d59415adc60127b97c714f32e89e936602e85993674d08dcb1",
        "large-v1": "e4b87e7e0bf463eb8e6956e646f1e277e901512310def2c24bf0e11bd3c28e9a",
        "large-v2": "81f7c96c852ee8fc832187b0132e569d6c3065a3252ed18e56effd0b6a73e524",
        "large-v3": "e5b1a55b89c1367dacf97e3e19bfd829a01529dbfdeefa8caeb59b3f1b81dadb",
        "large-v3-turbo": "aff26ae408abcba5fbf8813c21e62b0941638c5f6eebfb145be0c9839262a19a",
    }
)
"""The files that openai-whisper publishes, by model, with the checksum that is a part of their address."""

ALIASES: Mapping[str, str] = MappingProxyType({"large": "large-v3", "turbo": "large-v3-turbo"})
MODELS = (*SHA256, *ALIASES)
"""Every name that `--model` takes; anything else is the path of a checkpoint."""

_SOURCE = "https://openaipublic.azureedge.net/main/whisper/models"


def is_path(model: str) -> bool:
    """Whether `--model` means a file: it is none of the names, and is written or found as a path."""
    return model not in MODELS and (os.sep in model or model.endswith(".pt") or Path(model).exists())


def default_root() -> Path:
    """openai-whisper's own folder for weights: `$XDG_CACHE_HOME/whisper`, else `~/.cache/whisper`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "whisper"


def weights_file(model: str, root: Path | None = None) -> Path:
    """Where the weights of a model lie, or would. Raises `UnknownModel`."""
    if is_path(model):
        return Path(model)
    name = ALIASES.get(model, model)
    if name not in SHA256:
        raise UnknownModel("whisper", model, MODELS)
    return (root or default_root()) / f"{name}.pt"


def weights_source(model: str) -> str:
    """The address from which openai-whisper downloads a model. Raises `UnknownModel`."""
    name = ALIASES.get(model, model)
    if name not in SHA256:
        raise UnknownModel("whisper", model, MODELS)
    return f"{_SOURCE}/{SHA256[name]}/{name}.pt"


def weights_available(model: str, root: Path | None = None) -> bool:
    """Whether the model's file is here. Whether it is whole is known when it is loaded."""
    file = weights_file(model, root)
    return file.is_file() and file.stat().st_size > 0


def can_fetch(model: str, *, timeout_s: float = 3.0) -> bool:
    """Whether the model's weights can be downloaded from here, decided within `timeout_s` seconds.

    In a thread, because the time that looking up a host name takes cannot be limited otherwise.
    """
    if is_path(model):
        return False
    answered: list[bool] = []
    probe = threading.Thread(
        target=lambda: answered.append(_answers(weights_source(model), timeout_s)), name="weights-probe", daemon=True
    )
    probe.start()
    probe.join(timeout_s)
    return answered == [True]


def _answers(source: str, timeout_s: float) -> bool:
    request = urllib.request.Request(source, method="HEAD")  # noqa: S310  (the address is ours, and https)
    try:
        with urllib.request.urlopen(request, timeout=timeout_s) as answer:  # noqa: S310  (as above)
            return bool(answer.status == HTTPStatus.OK)
    except (OSError, ValueError):  # no network, no such host, refused, a proxy that is none
        return False
