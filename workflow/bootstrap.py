"""The one place where settings, store, engines and whoever watches are chosen and joined."""

# Engines are imported where they are chosen: each brings seconds of libraries.
# ruff: noqa: PLC0415

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from workflow.progress import Reporter
from workflow.settings import Settings, load_settings
from workflow.store import Store
from workflow.story import Story
from workflow.terminal import Terminal

if TYPE_CHECKING:
    from workflow.speech.engine import Engine, Request
    from workflow.speech.transcript import Task
    from workflow.steps.review import Desk

ENGINES = ("whisper", "faster-whisper", "pocketsphinx")
EMBEDDED = "pocketsphinx"
DEVICES = ("auto", "cuda", "mps", "cpu")
DEFAULT_MODEL: dict[Task, str] = {"transcribe": "turbo", "translate": "medium"}
"""Whisper's own default; turbo cannot translate, and medium is the smallest that translates Slavic languages well."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """What every long piece of work needs. `by` is who asks, as the audit events name them."""

    settings: Settings
    store: Store
    watch: Reporter
    by: str


@dataclass(frozen=True, slots=True)
class Workshop(Workbench):
    """The same for a command, which a person watches at a terminal."""

    watch: Terminal

    @property
    def terminal(self) -> Terminal:
        return self.watch


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


def hearing_to_json(hearing: Hearing) -> dict[str, Any]:
    """What was asked for, as a job keeps it: only what differs from asking for nothing."""
    asked = {known.name: getattr(hearing, known.name) for known in fields(Hearing)}
    facts = {name: value for name, value in asked.items() if value != getattr(Hearing(), name)}
    return facts | ({"script": str(hearing.script)} if hearing.script else {})


def hearing_from_json(facts: Mapping[str, Any]) -> Hearing:
    """What `hearing_to_json` wrote down."""
    return Hearing(**{**facts, **({"script": Path(facts["script"])} if "script" in facts else {})})


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """Which engine hears, with which model; `warning` says what is lost by a stand-in, "" when nothing is."""

    name: str
    model: str
    warning: str = ""


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


def known_profiles(settings: Settings) -> tuple[str, ...]:
    """The keys of all profiles there are: the shipped ones, then the newsroom's own."""
    own = sorted(path.stem for path in (settings.home / "profiles").glob("*.toml"))
    return tuple(dict.fromkeys((*SHIPPED, *own)))


def open_desk(settings: Settings, store: Store) -> Desk:
    """Where tracks are edited and approved, under the newsroom's profiles and rules."""
    from workflow.steps.review import Desk

    return Desk(
        store, find_profile=lambda key: find_profile(key or None, settings), second_person=settings.second_person
    )


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
    hearing: Hearing, request: Request, settings: Settings, watch: Reporter, *, story_language: str = "en"
) -> Engine:
    """The engine that was asked for, as `name_engine` names it. Falling back is never silent. Raises `SpeechError`."""
    choice = name_engine(hearing, request, settings, story_language=story_language)
    engine = _make_engine(choice, hearing, settings)
    if choice.warning:
        watch.warn(choice.warning)
    return engine


def name_engine(hearing: Hearing, request: Request, settings: Settings, *, story_language: str = "en") -> EngineChoice:
    """The engine that was asked for; `auto` is Whisper where its weights are or can be had, else the embedded one.

    Where nothing says what is spoken, the embedded engine, which cannot tell languages apart, takes it to be the
    story's language. No engine is loaded to find this out. Raises `SpeechError`.
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
    device = hearing.device or settings.device
    if device not in DEVICES:
        raise NoDevice(device)
    model = hearing.model or settings.model or DEFAULT_MODEL[request.task]
    if name == EMBEDDED:
        check_is_english(request, story_language)
    if name != "auto":
        return EngineChoice(name, model)
    if request.language is not None:
        check_language(request.language, "whisper")
    if weights_available(model, settings.whisper_models) or can_fetch(model):
        return EngineChoice("whisper", model)
    if is_path(model):  # whoever names a file means that file
        raise UnknownModel("whisper", model, MODELS)
    try:
        _make_engine(EngineChoice(EMBEDDED, model), hearing, settings).check(request)
        check_is_english(request, story_language)
    except (UnsupportedLanguage, CannotTranslate) as error:
        # The stand-in cannot stand in, so that the sentence says what to fetch instead.
        file = weights_file(model, settings.whisper_models)
        raise WeightsMissing(model, file, weights_source(model), instead=f"{error}") from None
    lost = f"Whisper's weights ({model}) are not on this machine and cannot be downloaded; {EMBEDDED} hears instead."
    return EngineChoice(EMBEDDED, model, lost)


def check_hearing(story: Story, hearing: Hearing, settings: Settings) -> EngineChoice | None:
    """Refuse what cannot be heard or captioned, as far as that is known without loading a model: for a screen.

    None where no engine is needed: the words are known, and the language is one that is aligned without. Takes a
    moment; what only the loaded model tells is found when the work begins. Raises `CaptionError`, `SpeechError`.
    """
    from workflow.speech.engines.whisper_request import check_by_name
    from workflow.steps.align import needs_engine

    find_profile(hearing.profile, settings)
    request = make_request(story, hearing, settings)
    if hearing.script:
        language = request.language or story.language
        if not needs_engine(language):
            return None
        request = replace(request, language=language, task="transcribe")
    choice = name_engine(hearing, request, settings, story_language=story.language)
    if choice.name == EMBEDDED:
        _make_engine(choice, hearing, settings).check(request)
    else:
        check_by_name(request, choice.name, choice.model, settings.whisper_models)
    return choice


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


def _make_engine(choice: EngineChoice, hearing: Hearing, settings: Settings) -> Engine:
    """Only the engine in use is imported: torch alone takes seconds."""
    device = hearing.device or settings.device
    if choice.name == "whisper":
        from workflow.speech.engines.whisper import WhisperEngine

        return WhisperEngine(choice.model, device=device, download_root=settings.whisper_models)
    if choice.name == "faster-whisper":
        from workflow.speech.engines.faster_whisper import FasterWhisperEngine

        return FasterWhisperEngine(choice.model, device=device, download_root=settings.whisper_models)
    from workflow.speech.engines.pocketsphinx import PocketsphinxEngine

    return PocketsphinxEngine()
