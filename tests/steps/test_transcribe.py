"""A video is heard section by section; what names a run is everything that changes its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.media.factories import Sound, clicks, make_audio, remuxed
from tests.store.factories import segment, stored_story
from tests.terminals import listening
from workflow.speech.engine import Hint, Request
from workflow.speech.engines.pocketsphinx import PocketsphinxEngine
from workflow.speech.sections import Section
from workflow.steps.stories import new_story
from workflow.steps.transcribe import main_language, run_key, shifted, transcribe
from workflow.store import Store
from workflow.story import Story


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home") as opened:
        yield opened


def test_same_work_has_the_same_name_and_other_work_another(store: Store, tmp_path: Path) -> None:
    """The key lives through a new process; language, hint, beam, task, sections, stream and sound each change it."""
    stored, engine = stored_story(store, tmp_path), PocketsphinxEngine()
    sections = (Section(0, 10_000), Section(12_000, 20_000))
    request = Request(language="en", hint=Hint("a story", ("Mumine",)))
    same = run_key(stored, engine, request, sections, stream=0)
    assert run_key(stored, PocketsphinxEngine(), replace(request), list(sections), stream=0) == same
    others = {
        run_key(stored, engine, replace(request, language="uk"), sections, stream=0),
        run_key(stored, engine, replace(request, hint=Hint()), sections, stream=0),
        run_key(stored, engine, replace(request, beam=5), sections, stream=0),
        run_key(stored, engine, replace(request, task="translate"), sections, stream=0),
        run_key(stored, engine, request, sections[:1], stream=0),
        run_key(stored, engine, request, sections, stream=1),
        run_key(replace(stored, video=replace(stored.video, sha256="f" * 64)), engine, request, sections, stream=0),
    }
    assert len(others | {same}) == 8


def test_main_language_is_the_one_spoken_longest() -> None:
    """By time and not by the number of segments; of equals the first in the alphabet; "" when nothing was heard."""
    long, short = segment("one two three four five six"), segment("one")
    assert main_language([replace(short, language="ru"), replace(short, language="ru"), long]) == "uk"
    assert main_language([replace(short, language="uk"), replace(short, language="ru")]) == "ru"
    assert main_language([]) == ""


def test_sections_times_become_the_videos() -> None:
    """Segment and words move together."""
    moved = shifted(segment("one two", start_ms=500), 30_000)
    assert (moved.start_ms, moved.words[0].start_ms, moved.words[1].end_ms) == (30_500, 30_500, 31_400)


def test_missing_sound_is_told_with_the_transcript(store: Store, tmp_path: Path) -> None:
    """Silence that stands for lost sound would be captioned as silence: whoever reads the transcript is told."""
    recording = remuxed(
        make_audio(tmp_path / "whole.mkv", Sound(clicks(4.0, at=[0.5, 2.5]), codec="pcm_s16le")),
        tmp_path / "gap.mkv",
        lambda at: at + 2.0 * (at >= 2),
    )
    terminal, _ = listening(quiet=True)
    stored = new_story(Story(slug="gap", headline="Gap", text=""), recording, store=store, by="Anna", watch=terminal)
    request, engine = Request(language="en"), PocketsphinxEngine()
    done = transcribe(stored, engine, request, store=store, by="Anna", watch=terminal)
    assert any(warning.startswith("2.0 s of the sound are damaged or missing") for warning in done.transcript.warnings)
    assert transcribe(stored, engine, request, store=store, by="Anna", watch=terminal) == done
