"""The one place where settings, store, engines and terminal are chosen and joined."""

# Engines are imported where they are chosen: each brings seconds of libraries.
# ruff: noqa: PLC0415

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.captions.profile import SHIPPED, Profile, parse_profile, shipped_profile
from workflow.errors import (
    CannotTranslate,
    CaptionError,
    NoDevice,
    UnknownEngine,
    UnknownModel,
    UnknownProfile,
    UnsupportedLanguage,
    WeightsMissing,
)
from workflow.settings import Settings, load_settings
from workflow.store import Store
from workflow.story import Story
from workflow.terminal import Terminal

if TYPE_CHECKING:
    from workflow.speech.engine import Engine, Request
    from workflow.speech.transcript import Task

ENGINES = ("whisper", "faster-whisper", "pocketsphinx")
EMBEDDED = "pocketsphinx"
DEVICES = ("auto", "cuda", "mps", "cpu")
DEFAULT_MODEL: dict[Task, str] = {"transcribe": "turbo", "translate": "medium"}
"""Whisper's own default; turbo cannot translate, and medium is the smallest that translates Slavic languages well."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What every command works with. `by` is who asks, as the audit events name them."""

    settings: Settings
    store: Store
    terminal: Terminal
    by: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """How a video is to be heard, as a command or a screen asks; None takes what the settings say.

    `language` is a BCP 47 tag, "auto", or several tags joined by commas to choose from in each section.
    """

    engine: str | None = None
    model: str | None = None
    language: str | None = None
    task: Task = "transcribe"
    script: Path | None = None
    realign: bool = False
    beam: int | None = None
    device: str | None = None
    stream: int = 0
    hear_all: bool = False
    hint: bool = True
    profile: str | None = None
    over_corrections: bool = False


@contextmanager
def open_workshop(home: Path | None, *, quiet: bool, as_json: bool) -> Iterator[Workshop]:
    """Settings read, store open, terminal ready; all of it closed at the end."""
    settings = load_settings(home=home, env=os.environ)
    with Store(settings.home, url=settings.database) as store:
        yield Workshop(settings, store, Terminal(quiet=quiet, as_json=as_json), person())


def person() -> str:
    """Who is at the keyboard, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user: a container with a bare user id
        return "someone"


def find_profile(key: str | None, settings: Settings) -> Profile:
    """The newsroom's own profile in `home/profiles/KEY.toml`, or the shipped one. Raises `CaptionError`."""
    key = key or settings.profile
    folder = settings.home / "profiles"
    own = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    if key not in own and key not in SHIPPED:
        raise UnknownProfile(key, [*SHIPPED, *own])
    if key not in own:
        return shipped_profile(key)
    try:
        return parse_profile(own[key].read_text("utf-8"), key)
    except (OSError, UnicodeDecodeError) as error:
        raise CaptionError(f"The profile {own[key]} cannot be read: {error}.") from error


def make_request(story: Story, hearing: Hearing, settings: Settings) -> Request:
    """What the engine is asked: languages, task, and the story as a hint. Raises `UnsupportedLanguage`."""
    from workflow.languages import normalise
    from workflow.speech.context import hint_from_story
    from workflow.speech.engine import Hint, Request

    asked = hearing.language or settings.language or "auto"
    tags = () if asked == "auto" else tuple(normalise(tag) for tag in asked.split(",") if tag.strip())
    titles = tuple(link.title for link in (*story.related_videos, *story.related_articles))
    return Request(
        language=tags[0] if len(tags) == 1 else None,
        candidates=tags if len(tags) > 1 else (),
        task=hearing.task,
        hint=hint_from_story(story.headline, story.text, byline=story.byline, credit=story.credit, titles=titles)
        if hearing.hint
        else Hint(),
        beam=hearing.beam or settings.beam,
    )


def choose_engine(
    hearing: Hearing, request: Request, settings: Settings, terminal: Terminal, *, story_language: str = "en"
) -> Engine:
    """The engine that was asked for; `auto` is Whisper where its weights are or can be had, else the embedded one.

    Falling back is never silent: a warning names what is lost. Where nothing says what is spoken, the embedded engine,
    which cannot tell languages apart, takes it to be the story's language. Raises `SpeechError`.
    """
    from workflow.speech.engines.weights import (
        MODELS,
        can_fetch,
        is_path,
        weights_available,
        weights_file,
        weights_source,
    )
    from workflow.speech.languages import check_language

    name = hearing.engine or settings.engine
    if name not in {"auto", *ENGINES}:
        raise UnknownEngine(name, ("auto", *ENGINES))
    model = hearing.model or settings.model or DEFAULT_MODEL[request.task]
    if name != "auto":
        engine = _make_engine(name, model, hearing, settings)
        if name == EMBEDDED:
            check_is_english(request, story_language)
        return engine
    if request.language is not None:
        check_language(request.language, "whisper")
    if weights_available(model, settings.whisper_models) or can_fetch(model):
        return _make_engine("whisper", model, hearing, settings)
    if is_path(model):  # whoever names a file means that file
        raise UnknownModel("whisper", model, MODELS)
    embedded = _make_engine(EMBEDDED, model, hearing, settings)
    try:
        embedded.check(request)
        check_is_english(request, story_language)
    except (UnsupportedLanguage, CannotTranslate) as error:
        # The stand-in cannot stand in, so that the sentence says what to fetch instead.
        file = weights_file(model, settings.whisper_models)
        raise WeightsMissing(model, file, weights_source(model), instead=f"{error}") from None
    terminal.warn(
        f"Whisper's weights ({model}) are not on this machine and cannot be downloaded; {EMBEDDED} hears instead."
    )
    return embedded


def check_is_english(request: Request, otherwise: str) -> None:
    """Refuse to let the embedded engine hear another language as English, which would come out as invented English.

    `otherwise` is the language to be expected where the request says none: the sound's own tag, or the story's. Raises
    `UnsupportedLanguage`.
    """
    from workflow.languages import primary_language

    said = (request.language,) if request.language else request.candidates
    foreign = next((tag for tag in said or (otherwise,) if primary_language(tag) != "en"), None)
    if foreign is None:
        return
    way = f"use `--engine whisper`{'' if said else ', or `--language en` if English is spoken all the same'}"
    raise UnsupportedLanguage(foreign, f"{EMBEDDED} hears English only; {way}")


def _make_engine(name: str, model: str, hearing: Hearing, settings: Settings) -> Engine:
    """Only the engine in use is imported: torch alone takes seconds."""
    device = hearing.device or settings.device
    if device not in DEVICES:
        raise NoDevice(device)
    if name == "whisper":
        from workflow.speech.engines.whisper import WhisperEngine

        return WhisperEngine(model, device=device, download_root=settings.whisper_models)
    if name == "faster-whisper":
        from workflow.speech.engines.faster_whisper import FasterWhisperEngine

        return FasterWhisperEngine(model, device=device, download_root=settings.whisper_models)
    from workflow.speech.engines.pocketsphinx import PocketsphinxEngine

    return PocketsphinxEngine()
