"""The form that says how a video is to be heard: for a new story, and for one that is to be heard again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from ui import session
from ui.components.upload import text_file
from ui.view import (
    ENGINE_NAMES,
    MODEL_NAMES,
    TASK_NAMES,
    Make,
    engine_words,
    language_words,
    languages_offered,
    languages_set,
    plain,
    profile_words,
    usual_model,
)
from workflow.bootstrap import (
    EMBEDDED,
    EngineChoice,
    Hearing,
    check_hearing,
    find_profile,
    hearing_to_json,
    known_profiles,
)
from workflow.errors import StorytrackError
from workflow.formats.captions_file import MAX_BYTES
from workflow.jobs.uploads import keep_script, remove_upload
from workflow.speech.transcript import Task
from workflow.steps.align import script_in
from workflow.story import Story

_MAKE, _SPOKEN, _ENGINE, _MODEL = "new.make", "new.spoken", "new.engine", "new.model"
_PROFILE, _HINT, _ALL, _SCRIPT = "new.profile", "new.hint", "new.hear_all", "new.script"
FIELDS = (_MAKE, _SPOKEN, _ENGINE, _MODEL, _PROFILE, _HINT, _ALL, _SCRIPT)
"""What is filled in here."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a video is to be heard. `words` is the text to be timed to the sound, "" when an engine hears the words;
    then `hearing.script` is the name of the file it came in.
    """

    hearing: Hearing
    words: str = ""


def hearing_form() -> Wanted:
    """The form."""
    settings = session.room().settings
    session.begin_fields({_HINT: True, _SPOKEN: languages_set(settings.language), _ENGINE: settings.engine})
    make: Make = st.radio("Make", list(TASK_NAMES), format_func=TASK_NAMES.__getitem__, key=_MAKE)
    words, name = _words() if make == "script" else ("", None)
    spoken = st.multiselect(
        "Spoken in the video",
        languages_offered(settings.language),
        format_func=language_words,
        placeholder="Detect it in each section",
        help="One language is heard as that. Of several, each section's own is found. None: any language.",
        key=_SPOKEN,
    )
    task: Task = "translate" if make == "translate" else "transcribe"
    engine, model = _engine(task)
    profile = _profile()
    with st.expander("More choices"):
        hint = st.checkbox("Use the names in the story’s text as a hint", key=_HINT)
        hear_all = st.checkbox(
            "Hear music and silence too",
            key=_ALL,
            help="Slower, and engines invent words there. For speech that was missed.",
        )
    hearing = Hearing(
        engine=engine,
        model=model,
        language=",".join(spoken) or "auto",
        task=task,
        script=name,
        hear_all=hear_all,
        hint=hint,
        profile=profile,
    )
    return Wanted(hearing, words)


def say_what_hears(language: str, wanted: Wanted) -> bool:
    """Who will hear a video of a story in this language, or why nobody can: before anything is waited for."""
    with st.container(key="new_check"):
        try:
            if wanted.hearing.script and wanted.words:
                script_in(wanted.words.encode(), str(wanted.hearing.script))
        except StorytrackError as error:
            st.error(plain(str(error)))
            return False
        with st.spinner("Looking which engine can hear it", show_time=False):
            found = _choice(language, wanted.hearing)
        if isinstance(found, str):
            st.error(plain(found))
            return False
        if found is not None and found.warning:
            st.warning(plain(found.warning))
        st.write(plain(engine_words(found)))
    return True


def ask(wanted: Wanted, put: Callable[[Mapping[str, Any]], object]) -> bool:
    """Queue it: `put` is given how it is to be heard. What cannot be done is said here, and nothing is done."""
    here, hearing = session.room(), wanted.hearing
    if hearing.script is not None and not wanted.words.strip():
        st.error("There are no words yet: paste what is said in the video, or open a file.")
        return False
    kept = None
    try:
        if hearing.script is not None:
            kept = keep_script(here.settings.home, str(hearing.script), wanted.words)
        put(hearing_to_json(replace(hearing, script=kept)))
    except StorytrackError as error:
        if kept:
            remove_upload(here.settings.home, kept)
        st.error(plain(str(error)))
        return False
    with session.told():
        here.starter.ensure(here.store)
    return True


def _words() -> tuple[str, Path]:
    """The words that are known, and the name of the file they came in."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write("Paste what is said, or open a text, .vtt or .srt file.")
        opened = text_file("Open a file", key="new.script.file", largest_bytes=MAX_BYTES, captions=True)
    if opened:
        session.remember("script", opened[0])
        session.fill_field(_SCRIPT, opened[1])
    words = st.text_area("Words", key=_SCRIPT, height=180, placeholder="NAME: what they say …") or ""
    return words, Path(session.recall("script", "script.txt"))


def _engine(task: Task) -> tuple[str, str | None]:
    settings = session.room().settings
    engine = st.selectbox("Engine", list(ENGINE_NAMES), format_func=ENGINE_NAMES.__getitem__, key=_ENGINE)
    if engine == EMBEDDED:
        return engine, None
    model = st.selectbox(
        "Model",
        ["", *MODEL_NAMES],
        format_func=lambda name: name or usual_model(task, settings.model),
        help="Larger models make fewer mistakes and take longer.",
        key=_MODEL,
    )
    return engine or settings.engine, model or None


def _profile() -> str | None:
    settings = session.room().settings
    profiles = known_profiles(settings)
    session.begin_fields({_PROFILE: settings.profile if settings.profile in profiles else profiles[0]})
    return st.selectbox("Caption rules", profiles, format_func=_profile_words, key=_PROFILE)


def _profile_words(key: str) -> str:
    try:
        return profile_words(find_profile(key, session.room().settings))
    except StorytrackError:
        return f"{key} (cannot be read; choose it to see why)"


@st.cache_data(ttl=60, max_entries=200, show_spinner=False)
def _choice(language: str, hearing: Hearing) -> EngineChoice | str | None:
    """Who hears, or the sentence why nobody does. Kept for a minute: it may ask the network for a model's weights."""
    story = Story("story", "Story", "", language=language)
    try:
        return check_hearing(story, hearing, session.room().settings)
    except StorytrackError as error:
        return str(error)
