"""A new story: its text, its video, and how it is to be heard. Or a story that is there, to be heard again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from ui import session
from ui.components.upload import Upload, text_file, video_upload
from ui.view import (
    ENGINE_NAMES,
    MODEL_NAMES,
    TASK_NAMES,
    engine_words,
    heard_languages,
    model_of,
    own_profiles,
    plain,
    profile_words,
    story_words,
)
from workflow.bootstrap import DEFAULT_MODEL, Hearing, check_hearing, find_profile, hearing_to_json
from workflow.captions.profile import SHIPPED
from workflow.errors import StorytrackError
from workflow.formats.story_file import MAX_BYTES
from workflow.jobs.uploads import remove_upload, uploaded_file
from workflow.languages import english_name, known_languages
from workflow.speech.transcript import Task
from workflow.steps.ask import NAME, ask_again, ask_for_new, says_its_language, told_story, with_language
from workflow.story import Story

_TEXT, _LANGUAGE, _SLUG = "new.text", "new.language", "new.slug"


@dataclass(frozen=True, slots=True)
class Told:
    """What has been filled in so far: the story, None while it cannot be read, and its text as it goes to the queue."""

    story: Story | None
    text: str = ""
    upload: Upload | None = None


def draw() -> None:
    """The screen."""
    slug = st.query_params.get("story", "")
    if slug:
        _again(slug)
        return
    st.title("New story", anchor=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        told = _story()
    with right:
        hearing = _hearing()
        _start(told, hearing)


def _again(slug: str) -> None:
    """A story that is there, heard anew."""
    story = session.story(slug)
    st.title(plain(story.headline), anchor=False)
    st.write("Transcribe again: the new captions become the next revision; every earlier one stays in the history.")
    with st.container(width=560):
        hearing = _hearing()
        if session.has_corrections(slug):
            over = st.checkbox(
                "Replace captions that a person has corrected",
                help="Without this, captions with corrections in them are left alone.",
            )
            hearing = Hearing(**{**_facts(hearing), "over_corrections": over})
        _say_what_hears(story, hearing)
        if st.button("Transcribe again", type="primary", icon=":material/graphic_eq:") and _asked_again(story, hearing):
            session.go("stories")


def _asked_again(story: Story, hearing: Hearing) -> bool:
    here = session.room()
    try:
        check_hearing(story, hearing, here.settings)
        ask_again(story.slug, hearing_to_json(hearing), store=here.store, by=session.person())
        here.starter.ensure(here.store)
    except StorytrackError as error:
        st.error(plain(str(error)))
        return False
    session.tell(f"“{story.headline}” is in the queue.")
    return True


# --- the story ----------------------------------------------------------------------------------------------------------


def _story() -> Told:
    """Its text and its video."""
    st.subheader("1. The story’s text", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write("The first paragraph is the headline. Markdown with front matter is read too.")
        opened = text_file("Open a text file", key="new.file", largest_bytes=MAX_BYTES)
    if opened:
        st.session_state[_TEXT] = opened[1]
    text = st.text_area("Text", key=_TEXT, height=260, label_visibility="collapsed", placeholder=_PLACEHOLDER) or ""
    with st.container(horizontal=True):
        language = "en" if says_its_language(text) else _language()
        slug = st.text_input(
            "Name in addresses",
            key=_SLUG,
            placeholder="made from the headline",
            help="a-z, 0-9 and hyphens: the page's folder and the story's name in commands.",
            width=300,
        )
    text = with_language(text, language)
    story = None
    told = st.container()
    if st.session_state.get(_TEXT, "").strip():
        try:
            story = told_story(text, slug.strip(), store=session.room().store)
        except StorytrackError as error:
            told.error(plain(str(error)))
        else:
            told.caption(plain(story_words(story)))
    st.subheader("2. Its video", anchor=False)
    return Told(story, text, _video())


_PLACEHOLDER = """Imprisoned for being Crimean Tatar: the women who carry on

More than 100 Crimean Tatar men are held as political prisoners …

Video by Crimean Solidarity"""


def _language() -> str:
    """The language of publication of a text that does not say it."""
    return (
        st.selectbox(
            "Language of the story",
            known_languages(),
            index=known_languages().index("en"),
            format_func=english_name,
            key=_LANGUAGE,
            help="The language of the page, not of the people in the video.",
            width=300,
        )
        or "en"
    )


def _video() -> Upload | None:
    """The uploaded video; one that was chosen before and put aside is removed from the disk."""
    upload = video_upload(key="new.video")
    before = session.recall("upload")
    if before and (upload is None or upload.id != before.id):
        _discard(before)
    session.remember("upload", upload)
    return upload


def _discard(upload: Upload) -> None:
    home = session.room().settings.home
    try:
        remove_upload(home, uploaded_file(home, upload.id))
    except StorytrackError:
        return  # it is gone already


# --- how it is heard ----------------------------------------------------------------------------------------------------


def _hearing() -> Hearing:
    """How the video is to be heard."""
    settings = session.room().settings
    st.subheader("How it is heard", anchor=False)
    task: Task = st.radio("Make", list(TASK_NAMES), format_func=TASK_NAMES.__getitem__, key="new.task")
    spoken = st.multiselect(
        "Spoken in the video",
        known_languages(),
        default=heard_languages(settings.language),
        format_func=english_name,
        placeholder="Detect it in each section",
        help="One language is heard as that. Of several, each section's own is found. None: any language.",
        key="new.spoken",
    )
    engine = st.selectbox(
        "Engine",
        list(ENGINE_NAMES),
        index=list(ENGINE_NAMES).index(settings.engine) if settings.engine in ENGINE_NAMES else 0,
        format_func=ENGINE_NAMES.__getitem__,
        key="new.engine",
    )
    model = None
    if engine != "pocketsphinx":
        model = st.selectbox(
            "Model",
            ["", *MODEL_NAMES],
            index=["", *MODEL_NAMES].index(settings.model) if settings.model in MODEL_NAMES else 0,
            format_func=lambda name: name or f"{DEFAULT_MODEL[task]} (the usual one)",
            help="Larger models make fewer mistakes and take longer.",
            key="new.model",
        )
    profiles = [*SHIPPED, *own_profiles(settings.home)]
    profile = st.selectbox(
        "Caption rules",
        profiles,
        index=profiles.index(settings.profile) if settings.profile in profiles else 0,
        format_func=lambda key: profile_words(key, find_profile(key, settings)),
        key="new.profile",
    )
    with st.expander("More choices"):
        hint = st.checkbox("Use names from the story’s text as a hint", value=True, key="new.hint")
        hear_all = st.checkbox(
            "Hear music and silence too",
            key="new.hear_all",
            help="Slower, and engines invent words there. For speech that was missed.",
        )
    return Hearing(
        engine=engine,
        model=model_of(model, settings.model),
        language=",".join(spoken) or "auto",
        task=task,
        hear_all=hear_all,
        hint=hint,
        profile=profile,
    )


def _facts(hearing: Hearing) -> dict[str, object]:
    return hearing_to_json(hearing)


def _say_what_hears(story: Story | None, hearing: Hearing) -> bool:
    """Which engine will hear, or why none can: in the command line's words, before anything is waited for."""
    if story is None:
        return True
    with st.container(key="new.check"):
        try:
            with st.spinner("Looking which engine can hear it", show_time=False):
                choice = _choice(story.language, hearing)
        except StorytrackError as error:
            st.error(plain(str(error)))
            return False
        if choice.warning:
            st.warning(plain(choice.warning))
        st.caption(plain(engine_words(choice)))
    return True


@st.cache_data(ttl=60, max_entries=200, show_spinner=False)
def _choice(language: str, hearing: Hearing):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return check_hearing(Story("story", "Story", "", language=language), hearing, session.room().settings)


def _start(told: Told, hearing: Hearing) -> None:
    """The button, and under it what is missing."""
    can_be_heard = _say_what_hears(told.story, hearing)
    pressed = st.button(
        "Transcribe", type="primary", icon=":material/graphic_eq:", width="stretch", key="new.start"
    )
    if not pressed:
        return
    if told.story is None and not st.session_state.get(_TEXT, "").strip():
        st.error(f"{NAME} has no text yet: paste it, or open a file.")
    elif told.upload is None:
        st.error("There is no video yet: choose one, and wait until it is uploaded.")
    elif told.story is not None and can_be_heard and _asked(told.story, told.text, told.upload, hearing):
        session.forget("upload")
        session.go("stories")


def _asked(story: Story, text: str, upload: Upload, hearing: Hearing) -> bool:
    here = session.room()
    try:
        video: Path = uploaded_file(here.settings.home, upload.id)
        ask_for_new(story, text, video, hearing_to_json(hearing), store=here.store, by=session.person())
        here.starter.ensure(here.store)
    except StorytrackError as error:
        st.error(plain(str(error)))
        return False
    session.tell(f"“{story.headline}” is in the queue. Its captions appear here.")
    return True
