"""An engine hears a video, section by section; each finished section is stored at once."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace

from workflow.progress import Reporter
from workflow.speech.activity import VoiceActivity
from workflow.speech.engine import Engine, Request
from workflow.speech.sections import Section, cut_sections, unheard
from workflow.speech.transcript import Region, Segment
from workflow.steps.listen import Sound, listen
from workflow.store import Run, Store, StoredStory, StoredTranscript


def transcribe(
    stored: StoredStory,
    engine: Engine,
    request: Request,
    *,
    store: Store,
    by: str,
    watch: Reporter,
    stream: int = 0,
    hear_all: bool = False,
) -> StoredTranscript:
    """What `engine` hears in the story's video, as `request` asks.

    A run that was killed goes on where it stopped, and ends with the transcript that it would have had; a finished one
    is returned as it is. The caller holds the story's lock. Raises `SpeechError`, `MediaError`, `StoreError`.
    """
    engine.check(request)
    sound = listen(stored, stream, store=store, watch=watch)
    sections = cut_sections(sound.activity, sound.audio.duration_ms, hear_all=hear_all)
    run = store.transcripts.begin(
        stored.story.slug,
        run_key=run_key(stored, engine, request, sections, stream=stream),
        engine=engine.name,
        model=engine.model,
        task=request.task,
        by=by,
        audio_stream=stream,
        options=engine.options,
    )

    _hear_rest(run, sections, engine, request, sound=sound, watch=watch)
    return _finish(run, engine, request, sound, unheard(sections, sound.audio.duration_ms))


def _hear_rest(
    run: Run, sections: Sequence[Section], engine: Engine, request: Request, *, sound: Sound, watch: Reporter
) -> None:
    """The sections that no earlier run has finished, each stored before the next is heard."""
    lengths = [section.end_ms - section.start_ms for section in sections]
    waiting = [] if run.is_done else sorted(set(range(len(sections))) - set(run.sections_done()))
    total = max(1, sum(lengths))
    left = sum(lengths[number] for number in waiting)
    with watch.stage("Transcribing", done=1 - left / total) as progress:
        for number in waiting:
            region = Region(sections[number].start_ms, sections[number].end_ms)
            heard = engine.hear(sound.audio.read(region.start_ms, region.end_ms), replace(request, seed=number))
            run.save_section(number, region, [shifted(segment, region.start_ms) for segment in heard])
            left -= lengths[number]
            progress(1 - left / total)


def run_key(stored: StoredStory, engine: Engine, request: Request, sections: Sequence[Section], *, stream: int) -> str:
    """The name of everything that changes the words: same key, same transcript."""
    facts = {
        "sound": [stored.video.sha256, stream],
        "engine": [engine.name, engine.model, dict(engine.options)],
        "request": asdict(request),
        "sections": [[section.start_ms, section.end_ms] for section in sections],
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def shifted(segment: Segment, by_ms: int) -> Segment:
    """The segment later by `by_ms`: from the section's time to the video's."""
    words = tuple(replace(word, start_ms=word.start_ms + by_ms, end_ms=word.end_ms + by_ms) for word in segment.words)
    return replace(segment, start_ms=segment.start_ms + by_ms, end_ms=segment.end_ms + by_ms, words=words)


def main_language(segments: Iterable[Segment]) -> str:
    """The language spoken longest, "" when nothing was heard; of two equal ones the first in the alphabet."""
    spoken: Counter[str] = Counter()
    for segment in segments:
        spoken[segment.language] += segment.end_ms - segment.start_ms
    return min(spoken, key=lambda language: (-spoken[language], language), default="")


def _finish(run: Run, engine: Engine, request: Request, sound: Sound, silent: Sequence[Region]) -> StoredTranscript:
    segments = [segment for _, done in sorted(run.sections_done().items()) for segment in done.segments]
    language = "en" if request.task == "translate" else request.language or main_language(segments)
    return run.finish(
        language=language or "und",
        speech=sound.activity.regions(),
        unheard=silent,
        warnings=[
            *([engine.notice] if engine.notice else []),
            *sound.warnings,
            *_warnings(segments, sound.activity, silent),
        ],
    )


def _warnings(segments: Sequence[Segment], activity: VoiceActivity, silent: Sequence[Region]) -> list[str]:
    """What a person should know of the whole transcript; each stretch is in it with its times."""
    found = []
    loud = [region for region in silent if activity.describe(region) == "sound"]
    if loud:
        seconds = sum(region.duration_ms for region in loud) / 1000
        found.append(
            f"{seconds:.0f} s of sound without speech (music, noise) were not given to the engine,"
            " which can be told to hear everything."
        )
    if activity.regions() and not any(segment.words for segment in segments):
        found.append("There is speech in this video, but the engine heard no words in it.")
    return found
