"""A new story: its text, its video, and how it is to be heard. Or a story that is there, to be heard again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from ui import session
from ui.components.upload import Upload, text_file, video_upload
from ui.screens import hearing as form
from ui.screens.hearing import Wanted, ask, hearing_form, say_what_hears
from ui.screens.missing import say_missing
from ui.view import language_words, languages_offered, plain, story_words
from workflow.errors import SlugTaken, StorytrackError
from workflow.formats.story_file import MAX_BYTES
from workflow.jobs.uploads import remove_upload, uploaded_file
from workflow.steps.ask import NAME, ask_again, ask_for_new, says_its_language, told_story, with_language
from workflow.story import Story

_TEXT, _LANGUAGE, _SLUG = "new.text", "new.language", "new.slug"
_ADDRESS = "Name in addresses"
FIELDS = (_TEXT, _LANGUAGE, _SLUG, *form.FIELDS)
"""What is filled in on this page; it stays while another page is looked at."""

_PLACEHOLDER = """Imprisoned for being Crimean Tatar: the women who carry on

More than 100 Crimean Tatar men are held as political prisoners …

Video by Crimean Solidarity"""


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
        st.header("3. How it is heard", anchor=False)
        _start(told, hearing_form())


# --- a story that is there ------------------------------------------------------------------------------------------


def _again(slug: str) -> None:
    try:
        story, has_corrections = session.story(slug).story, session.has_corrections(slug)
    except StorytrackError as error:
        say_missing(error)
        return
    st.set_page_config(page_title=f"Transcribe {story.headline} · Storytrack")
    session.link("stories", "Stories", icon=":material/arrow_back:")
    st.title(plain(story.headline), anchor=False)
    st.write("Transcribe again: the new captions become the next revision; every earlier one stays in the history.")
    with st.container(width=640):
        wanted = hearing_form()
        if has_corrections:
            over = st.checkbox(
                "Replace captions that a person has corrected",
                help="Without this, captions with corrections in them are left alone.",
                key="new.over",
            )
            wanted = replace(wanted, hearing=replace(wanted.hearing, over_corrections=over))
        can_be_heard = say_what_hears(story.language, wanted)
        pressed = st.button("Transcribe again", type="primary", icon=":material/graphic_eq:", key="new_start")
        if pressed and can_be_heard and _asked_again(story, wanted):
            session.go("stories")


def _asked_again(story: Story, wanted: Wanted) -> bool:
    store, by = session.room().store, session.person()
    if not ask(wanted, lambda hearing: ask_again(story.slug, hearing, store=store, by=by)):
        return False
    session.clear_fields(*form.FIELDS)
    session.tell(f"“{story.headline}” is in the queue.")
    return True


# --- a new one ------------------------------------------------------------------------------------------------------


def _story() -> Told:
    """Its text and its video."""
    st.header("1. The story’s text", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write("The first paragraph is the headline. Markdown with front matter is read too.")
        opened = text_file("Open a text file", key="new.file", largest_bytes=MAX_BYTES)
    if opened:
        session.fill_field(_TEXT, opened[1])
    text = st.text_area("Text", key=_TEXT, height=260, label_visibility="collapsed", placeholder=_PLACEHOLDER) or ""
    with st.container(horizontal=True):
        language = "en" if says_its_language(text) else _language()
        slug = st.text_input(
            _ADDRESS,
            key=_SLUG,
            placeholder="made from the headline",
            help="a-z, 0-9 and hyphens: the page's folder and the story's name in commands.",
            width=300,
        )
    told = Told(_understood(text, language, slug.strip()), with_language(text, language))
    st.header("2. Its video", anchor=False)
    return replace(told, upload=_video())


def _understood(text: str, language: str, slug: str) -> Story | None:
    """The story in the text; what was understood, or why it was not, is said."""
    with st.container(key="new_understood"):
        if not text.strip():
            return None
        try:
            story = told_story(with_language(text, language), slug, store=session.room().store)
        except SlugTaken as error:  # its own sentence is for the command line
            st.error(plain(f"A story named {error.slug!r} is already here: give this one another “{_ADDRESS}”."))
            return None
        except StorytrackError as error:
            st.error(plain(str(error)))
            return None
        st.write(plain(story_words(story)))
        return story


def _language() -> str:
    """The language of publication of a text that does not say it."""
    session.begin_fields({_LANGUAGE: "en"})
    return (
        st.selectbox(
            "Language of the story",
            languages_offered(None),
            format_func=language_words,
            key=_LANGUAGE,
            help="The language of the page, not of the people in the video.",
            width=300,
        )
        or "en"
    )


def _video() -> Upload | None:
    """The uploaded video; the one that was chosen before it is removed from the disk."""
    upload = video_upload(key="new.video")
    before = session.recall("upload")
    # None says nothing: it is also what a page says that has only just been drawn again.
    if upload is not None:
        if before and upload.id != before.id:
            _discard(before)
        session.remember("upload", upload)
    return upload


def _discard(upload: Upload) -> None:
    home = session.room().settings.home
    try:
        remove_upload(home, uploaded_file(home, upload.id))
    except StorytrackError:
        return  # it is gone already


def _start(told: Told, wanted: Wanted) -> None:
    """The button, and under it what is missing."""
    can_be_heard = told.story is None or say_what_hears(told.story.language, wanted)
    if not st.button("Transcribe", type="primary", icon=":material/graphic_eq:", width="stretch", key="new_start"):
        return
    if told.story is None:
        if not session.field(_TEXT).strip():
            st.error(f"{NAME} has no text yet: paste it, or open a file.")
    elif told.upload is None:
        st.error("There is no video yet: choose one, and wait until it is uploaded.")
    elif can_be_heard and _asked(told.story, told.text, told.upload, wanted):
        session.forget("upload", "script")
        session.go("stories")


def _asked(story: Story, text: str, upload: Upload, wanted: Wanted) -> bool:
    here, by = session.room(), session.person()
    try:
        video = uploaded_file(here.settings.home, upload.id)
    except StorytrackError as error:
        st.error(plain(str(error)))
        return False
    if not ask(wanted, lambda hearing: ask_for_new(story, text, video, hearing, store=here.store, by=by)):
        return False
    session.clear_fields(*FIELDS)
    session.tell(f"“{story.headline}” is in the queue. Its captions appear here.")
    return True
