"""What both Whisper engines make of a request: whether it can be met, and in which language."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from importlib.util import find_spec
from pathlib import Path

from workflow.errors import CannotTranslate, EngineNotInstalled, UnknownModel, UnsupportedLanguage, WeightsMissing
from workflow.languages import normalise
from workflow.speech.engine import Request
from workflow.speech.engines.weights import (
    ALIASES,
    MODELS,
    can_fetch,
    is_path,
    weights_available,
    weights_file,
    weights_source,
)
from workflow.speech.languages import KNOWN_BY, check_language, from_whisper, whisper_code


def check_by_name(request: Request, engine: str, model: str, root: Path | None) -> None:
    """Raise what the model's name and its file tell about the request, before torch is imported or anything loaded.

    `root` is the folder of the weights, None for openai-whisper's own. Raises `SpeechError`.
    """
    if engine == "faster-whisper" and find_spec("faster_whisper") is None:
        raise EngineNotInstalled(engine, "fast")
    if is_path(model):
        if not Path(model).exists():
            raise UnknownModel(engine, model, MODELS)
        return  # only the file itself tells what it can do
    named = ALIASES.get(model, model)
    check_request(request, engine, model, turbo="turbo" in named, english_only=named.endswith(".en"))
    if engine == "whisper":
        file = weights_file(model, root)
        if not weights_available(model, root) and not can_fetch(model):
            raise WeightsMissing(model, file, weights_source(model))


def check_request(request: Request, engine: str, model: str, *, turbo: bool, english_only: bool) -> None:
    """Raise what a model of this kind cannot do of the request."""
    if request.task == "translate" and (turbo or english_only):
        why = "it hears English only" if english_only else "turbo models were not trained for it"
        raise CannotTranslate(engine, model, f"{why}; use `--model medium` or `--model large-v3`")
    if request.language is not None:
        code = check_language(request.language, engine)
        if english_only and code != "en":
            raise UnsupportedLanguage(
                request.language, f"the model {model} hears English only; use one without .en in its name"
            )
    elif request.candidates and not any(whisper_code(tag) in KNOWN_BY[engine] for tag in request.candidates):
        check_language(request.candidates[0], engine)


def allowed_codes(request: Request, known: AbstractSet[str]) -> AbstractSet[str]:
    """The languages to choose from when none is given: the candidates the model knows, all it knows if there are none.

    Candidates that Whisper does not know are passed over: a story in Ukrainian and Crimean Tatar is still heard.
    """
    return {whisper_code(tag) for tag in request.candidates} & known or known


def written_language(code: str, request: Request) -> str:
    """The tag of what is written: English for a translation, else the newsroom's own tag for the code ("pt-BR")."""
    if request.task == "translate":
        return "en"
    asked = [normalise(tag) for tag in (request.language, *request.candidates) if tag]
    return next((tag for tag in asked if whisper_code(tag) == code), from_whisper(code))
