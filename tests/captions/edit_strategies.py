"""Drafts and commands for them, for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.formats.strategies import LETTERS, cue_settings, tracks
from workflow.captions.commands import (
    Command,
    ConfirmWords,
    Delete,
    Insert,
    Merge,
    SetIds,
    SetSettings,
    SetTexts,
    SetTimes,
    SetVoice,
    Several,
    Shift,
    Split,
    Stretch,
)
from workflow.captions.cue import Cue, Mark, Tag
from workflow.captions.draft import Draft, DraftCue, draft_of
from workflow.captions.marks import settled
from workflow.captions.track import Track
from workflow.captions.typed import clean_text
from workflow.captions.word_times import time_words
from workflow.speech.transcript import Word

typed = st.lists(
    st.sampled_from(
        ("Hello", "hello,", "Мар'ям", "[door slams]", "ANN:", "你好，世界。", " ", "  ", "\n", "\n\n", "<b>", "-->")
    )
    | st.text(LETTERS, max_size=6),
    max_size=8,
).map(" ".join)
moments = st.integers(0, 20_000)


voices = st.sampled_from(("", "Ann", "Мар'ям", "Lee--"))


@st.composite
def _plain_tracks(draw: st.DrawFn) -> Track:
    """A newsroom's everyday track: some captions after each other, some of them named, italic or with a dialogue."""
    cues = []
    start = 0
    for number in range(draw(st.integers(0, 5))):
        lines = clean_text(draw(typed))
        length = len("\n".join(lines))
        first, last = sorted((draw(st.integers(0, length)), draw(st.integers(0, length))))
        tag: Tag = draw(st.sampled_from(("i", "v")))
        mark = Mark(first, last, tag, value="Ann" if tag == "v" else "")
        end = start + draw(st.integers(1, 4000))
        marks = (mark,) if first < last and draw(st.booleans()) else ()
        cue_id = draw(st.sampled_from(("", str(number))))
        cues.append(settled(Cue(cue_id, start, end, lines, draw(voices), marks=marks)))
        start = end + draw(st.sampled_from((0, 0, 1, 700, -1)))
    return Track(tuple(sorted(cues, key=lambda cue: cue.start_ms)))


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Any track's draft, its words timed by what somebody may have said."""
    track = draw(_plain_tracks() | tracks())
    cues = []
    for number, cue in enumerate(track.cues, start=1):
        texts = draw(st.permutations(cue.text.split()[:6]))
        said = [
            Word(text, cue.start_ms + place * 10, cue.start_ms + place * 10 + 9, 0.5)
            for place, text in enumerate(texts)
        ]
        words = time_words(cue.text, cue.start_ms, cue.end_ms, said)
        cues.append(DraftCue(f"r1.{number}", cue, words))
    return draft_of(track, cues)


@st.composite
def commands(draw: st.DrawFn, draft: Draft, new_key: str, *, several: bool = True) -> Command:
    """A command that a screen could send for this draft; the draft may still refuse it."""
    if not draft.cues:
        return _insert(draw, draft, new_key)
    kinds = (*_KINDS, _several, _several) if several else _KINDS
    return draw(st.sampled_from(kinds))(draw, draft, new_key)


def _key(draw: st.DrawFn, draft: Draft) -> str:
    return draw(st.sampled_from(draft.cues)).key


def _keys(draw: st.DrawFn, draft: Draft) -> tuple[str, ...]:
    return tuple(draw(st.lists(st.sampled_from([cue.key for cue in draft.cues]), min_size=1, max_size=3)))


def _texts(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    return SetTexts({key: draw(typed) for key in _keys(draw, draft)})


def _word_changed(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    """What people do most: a few characters of a text replaced."""
    cue = draw(st.sampled_from(draft.cues))
    text = cue.cue.text
    start, end = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    return SetTexts({cue.key: text[:start] + draw(typed) + text[end:]})


def _voice(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    return SetVoice(_keys(draw, draft), draw(voices), draw(st.none() | voices))


def _times(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    return SetTimes({key: (draw(moments), draw(moments)) for key in _keys(draw, draft)})


def _moved(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    cue = draw(st.sampled_from(draft.cues))
    by = draw(st.integers(-1000, 1000))
    return SetTimes({cue.key: (cue.cue.start_ms + by, cue.cue.end_ms + by)})


def _settings(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    return SetSettings(_keys(draw, draft), draw(cue_settings()))


def _ids(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    return SetIds({key: draw(st.sampled_from(("", "1", "k.1", "intro"))) for key in _keys(draw, draft)})


def _split(draw: st.DrawFn, draft: Draft, new_key: str) -> Command:
    cue = draw(st.sampled_from(draft.cues))
    caret = draw(st.integers(0, len(cue.cue.text)))
    return Split(cue.key, caret, new_key, draw(st.none() | st.integers(cue.cue.start_ms, cue.cue.end_ms)))


def _merge(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    place = draft.places[_key(draw, draft)]
    return Merge(tuple(cue.key for cue in draft.cues[place : place + draw(st.integers(1, 3))]))


def _insert(draw: st.DrawFn, _: Draft, new_key: str) -> Command:
    return Insert(new_key, draw(moments), draw(moments), draw(typed), draw(voices))


def _delete(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    return Delete(_keys(draw, draft))


def _shift(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    return Shift(_keys(draw, draft), draw(st.integers(-2_000, 20_000)))


def _stretch(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    return Stretch(_keys(draw, draft), draw(moments), draw(moments))


def _confirm(draw: st.DrawFn, draft: Draft, _: str) -> Command:
    cue = draw(st.sampled_from(draft.cues))
    return ConfirmWords({cue.key: tuple(draw(st.lists(st.integers(0, len(cue.words)), max_size=3)))})


def _several(draw: st.DrawFn, draft: Draft, new_key: str) -> Command:
    """Parts that are about the cues before, the second perhaps about what the first did."""
    count = draw(st.integers(0, 3))
    return Several(tuple(draw(commands(draft, f"{new_key}.{place}", several=False)) for place in range(count)))


_KINDS = (
    _texts,
    _word_changed,
    _word_changed,
    _voice,
    _times,
    _moved,
    _settings,
    _ids,
    _split,
    _split,
    _merge,
    _merge,
    _insert,
    _delete,
    _shift,
    _stretch,
    _confirm,
)
