"""What a newsroom sets once: `storytrack.toml` and the environment, read into frozen `Settings`.

A key is taken from the first place that has it: the environment (`STORYTRACK_ENGINE=…`), `storytrack.toml` in the home,
`storytrack.toml` in the user's configuration folder, the default. The command line's options come before all of these.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workflow.errors import StorytrackError

FILE = "storytrack.toml"
_PREFIX = "STORYTRACK_"

Value = str | int | bool | Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices that hold where a command is not told otherwise. None leaves the choice to the engine.

    `language` is what is spoken in the videos (BCP 47), None to detect it. `whisper_models` is the folder of Whisper's
    weights. `database` is the URL of a database outside the home. With `second_person` nobody approves captions they
    have edited. Stories that are published from the screens go into folders of their own below `publish_to`, None for
    `site` in the home.
    """

    home: Path
    engine: str = "auto"
    model: str | None = None
    profile: str = "web-news"
    language: str | None = None
    device: str = "auto"
    beam: int | None = None
    whisper_models: Path | None = None
    database: str | None = None
    second_person: bool = False
    publish_to: Path | None = None

    @property
    def site(self) -> Path:
        """Below this folder stories are published from the screens."""
        return self.publish_to or self.home / "site"


_KINDS: Mapping[str, type[Value]] = {
    "engine": str,
    "model": str,
    "profile": str,
    "language": str,
    "device": str,
    "beam": int,
    "whisper_models": Path,
    "database": str,
    "second_person": bool,
    "publish_to": Path,
}


def load_settings(*, home: Path | None, env: Mapping[str, str]) -> Settings:
    """The settings for `home`: the command line's `--home`, else `STORYTRACK_HOME`, else the user's data folder.

    Raises `StorytrackError` for a file that is not TOML, a key that is not known, or a value of the wrong kind.
    """
    from platformdirs import user_config_path, user_data_path  # noqa: PLC0415  `storytrack --help` does without it

    place = home or (Path(env[f"{_PREFIX}HOME"]) if env.get(f"{_PREFIX}HOME") else user_data_path("storytrack"))
    place = place.expanduser().absolute()
    values = _from_file(user_config_path("storytrack") / FILE) | _from_file(place / FILE) | _from_environment(env)
    return Settings(home=place, **values)  # type: ignore[arg-type]  # `_value` gave each the type of its field


def _from_file(file: Path) -> dict[str, Value]:
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StorytrackError(f"The settings {file} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        raise StorytrackError(f"The settings {file} are not TOML: {error}.") from error
    for key in values:
        if key not in _KINDS:
            raise StorytrackError(f"The settings {file} have the unknown key {key!r}: {_advice(key)}.")
    return {key: _value(key, value, f"{key} in {file}", file.parent) for key, value in values.items()}


def _from_environment(env: Mapping[str, str]) -> dict[str, Value]:
    """Empty variables count as unset; other programs' STORYTRACK_… variables are left alone."""
    given = {key: env[name] for key in _KINDS if env.get(name := f"{_PREFIX}{key.upper()}")}
    return {key: _value(key, _meant(key, text), f"{_PREFIX}{key.upper()}", Path()) for key, text in given.items()}


def _value(key: str, value: object, where: str, folder: Path) -> Value:
    """The value as its field wants it; a relative path counts from the settings' own folder."""
    kind = _KINDS[key]
    if kind is bool and isinstance(value, bool):
        return value
    if kind is int and isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if kind in (str, Path) and isinstance(value, str) and value.strip():
        return (folder / Path(value).expanduser()).absolute() if kind is Path else value.strip()
    raise StorytrackError(f"{where} is {value!r}: it must be {_WANTED[kind]}.")


_WANTED: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number from 1 up",
    Path: "a path in quotes",
    str: "a text in quotes",
}


def _meant(key: str, text: str) -> str | int | bool:
    """What a variable of the environment says, which is always a text."""
    if _KINDS[key] is bool and text in ("true", "false"):
        return text == "true"
    return int(text) if _KINDS[key] is int and text.isascii() and text.isdigit() else text


def _advice(key: str) -> str:
    if key == "home":
        return f"the home is chosen with --home or {_PREFIX}HOME"
    near = difflib.get_close_matches(key, _KINDS, n=1)
    return f"write {near[0]!r}" if near else f"there are {', '.join(_KINDS)}"
