"""Words that are known are timed to a video's sound: a script, or captions that a person has corrected."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path, PurePath

from workflow.errors import CannotAlign, FormatError
from workflow.formats.captions_file import ENDINGS, MAX_BYTES, parse_captions
from workflow.languages import primary_language
from workflow.progress import Reporter
from workflow.speech.align import align_script
from workflow.speech.engine import Engine, Request
from workflow.speech.script import Script, parse_script, script_from_track
from workflow.speech.transcript import Region
from workflow.steps.captions import find_track
from workflow.steps.listen import listen
from workflow.steps.transcribe import transcribe
from workflow.store import Revision, Store, StoredStory, StoredTranscript


def read_script(path: Path) -> Script:
    """The script in a text file, or the words of a WebVTT or SRT file. Raises `CannotAlign`, `FormatError`."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CannotAlign(f"{path} cannot be read ({error.strerror or error}); give the path of a text file") from error
    return script_in(data, str(path))


def script_in(data: bytes, name: str) -> Script:
    """The script in a file's bytes; `name` is the file's. Raises `FormatError`."""
    if PurePath(name).suffix.lower() in ENDINGS:
        return script_from_track(parse_captions(data, name))
    if len(data) > MAX_BYTES:
        raise FormatError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: that is no script.")
    try:
        return parse_script(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FormatError(f"{name} is not UTF-8 text: save it as UTF-8 and try again.") from error


def needs_engine(language: str) -> bool:
    """Whether a script in this language is timed by what an engine hears; English is timed by the embedded model."""
    return primary_language(language) != "en"


def newest_captions(slug: str, language: str | None, store: Store) -> Revision:
    """The story's captions to be timed anew, in this language where one is given. Raises `UnknownTrack`."""
    track = find_track(slug, store=store, language=language, kind="captions")
    return store.tracks.latest(slug, track.language, track.kind)


def align(
    stored: StoredStory,
    script: Script,
    request: Request,
    *,
    engine: Callable[[], Engine],
    store: Store,
    by: str,
    watch: Reporter,
    stream: int = 0,
) -> StoredTranscript:
    """A transcript with the script's words at the times when they are spoken.

    English needs no engine; other languages are matched with what `engine` hears. Without a language in the request the
    script is taken to be in the story's. The caller holds the story's lock. Raises `CannotAlign`, `SpeechError`.
    """
    language = request.language or stored.story.language
    heard = None
    if needs_engine(language):
        asked = replace(request, language=language, task="transcribe")
        heard = transcribe(stored, engine(), asked, store=store, by=by, watch=watch, stream=stream)
    key = _run_key(stored, script, language, heard.run_key if heard else "", stream)
    known = store.transcripts.find(stored.story.slug, key)
    if known is not None:
        return known
    sound = listen(stored, stream, store=store, watch=watch)

    with watch.stage("Aligning"):
        aligned = align_script(
            script,
            sound=sound.audio,
            speech=sound.activity.regions(),
            language=language,
            transcript=heard.transcript if heard else None,
        )

    run = store.transcripts.begin(
        stored.story.slug,
        run_key=key,
        engine=aligned.engine,
        model=aligned.model,
        task="transcribe",
        by=by,
        audio_stream=stream,
        options=aligned.options,
    )
    if not run.is_done and not run.sections_done():
        run.save_section(0, Region(0, sound.audio.duration_ms), aligned.segments)
    return run.finish(
        language=language, speech=aligned.speech, unheard=aligned.unheard, warnings=[*sound.warnings, *aligned.warnings]
    )


def _run_key(stored: StoredStory, script: Script, language: str, heard: str, stream: int) -> str:
    facts = [stored.video.sha256, stream, language, heard, asdict(script)]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()
