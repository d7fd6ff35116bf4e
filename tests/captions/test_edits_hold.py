"""What holds for every edit of every track."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.captions.edit_strategies import commands, drafts
from workflow.captions.commands import Command, Delete, Merge, Several
from workflow.captions.draft import Change, Draft, DraftCue, order
from workflow.captions.edits import apply_command, touched
from workflow.captions.word_times import words_of
from workflow.errors import CaptionError
from workflow.formats.webvtt import format_webvtt, parse_webvtt


def _some_edits(draft: Draft, data: st.DataObject, most: int = 4) -> list[tuple[Draft, Command, Change, Draft]]:
    """Commands one after the other, each with the draft before, its change and the draft after; refused ones are not
    among them."""
    done = []
    for number in range(1, data.draw(st.integers(1, most)) + 1):
        command = data.draw(commands(draft, f"k.{number}"))
        try:
            change = apply_command(draft, command)
        except CaptionError:
            continue
        after = draft.changed(change, number)
        done.append((draft, command, change, after))
        draft = after
    return done


def _check_words(cue: DraftCue) -> None:
    """Every word of the text, in order, at a time within the cue."""
    tokens = words_of(cue.cue.text)
    assert [(word.text, word.glued) for word in cue.words] == [(token.text, token.glued) for token in tokens]
    assert "".join(("" if word.glued else " ") + word.text for word in cue.words).split() == cue.cue.text.split()
    assert all(cue.cue.start_ms <= word.start_ms <= word.end_ms <= cue.cue.end_ms for word in cue.words)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(cue.words))


@settings(deadline=None)
@given(drafts(), st.data())
def test_words_are_those_of_the_text_at_times_within_the_caption(draft: Draft, data: st.DataObject) -> None:
    """Whatever is edited, words are what the text says, in order, inside their caption."""
    for _, _, _, after in _some_edits(draft, data):
        for cue in after.cues:
            _check_words(cue)


@settings(deadline=None)
@given(drafts(), st.data())
def test_taking_edits_back_gives_the_draft_that_was(draft: Draft, data: st.DataObject) -> None:
    """All edits taken back, last first, leave cues, order and notes as they were."""
    edits = _some_edits(draft, data)
    now = edits[-1][3] if edits else draft
    for _, _, change, _ in reversed(edits):
        now = now.changed(change.inverse(), 0)
    assert now.cues == draft.cues
    assert now.track == draft.track


@settings(deadline=None)
@given(drafts(), st.data())
def test_an_edited_track_can_be_written_and_read_again(draft: Draft, data: st.DataObject) -> None:
    """No edit makes a track that a caption file cannot hold, and the file says the same again."""
    for _, _, _, after in _some_edits(draft, data):
        track = after.track
        assert parse_webvtt(format_webvtt(track).encode()).cues == track.cues


@settings(deadline=None)
@given(drafts(), st.data())
def test_a_draft_is_in_order_and_its_track_says_the_same(draft: Draft, data: st.DataObject) -> None:
    """Cues stand in order, each key once; the cues that an edit leaves behind carry its number, the others do not."""
    for before, _, change, after in _some_edits(draft, data):
        assert [*after.cues] == sorted(after.cues, key=order)
        assert after.track.cues == tuple(cue.cue for cue in after.cues)
        assert len(after.places) == len(after.cues)
        left = {cue.key for cue in change.after}
        assert {cue.key for cue in after.cues if cue.edit == after.edit} >= left
        for cue in after.cues:
            assert cue.key in left or cue == before.get(cue.key)


@settings(deadline=None)
@given(drafts(), st.data())
def test_an_edit_touches_only_the_cues_it_names(draft: Draft, data: st.DataObject) -> None:
    """So that the conflict of two people is told by the keys of their edits alone."""
    for before, command, change, _ in _some_edits(draft, data):
        assert {cue.key for cue in change.before} <= touched(command)
        assert all(before.get(cue.key) == cue for cue in change.before)
        gone = {cue.key for cue in change.before} - {cue.key for cue in change.after}
        assert not gone or isinstance(command, Delete | Merge | Several)


@settings(deadline=None)
@given(drafts(), st.data())
def test_an_edit_that_is_refused_says_why_in_a_sentence(draft: Draft, data: st.DataObject) -> None:
    """A refusal is one sentence with a full stop, and nothing is done."""
    command = data.draw(commands(draft, "k.1"))
    before = replace(draft)
    sentences = []
    try:
        apply_command(draft, command)
    except CaptionError as error:
        sentences.append(str(error))
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)
    assert draft == before
