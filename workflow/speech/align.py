"""A script timed to its sound: the script's own spelling and punctuation, with the times at which it is said.

English is aligned by the recogniser inside the package pocketsphinx: median 10 ms from exact times (see `forced`).
Other languages take their times from the words that an engine heard; words it misheard are placed between their
neighbours by their letters. What the script says and nobody spoke, and what was spoken and the script lacks, is told
in the transcript's warnings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from workflow.captions.grammar import ends_sentence
from workflow.clock import clock
from workflow.errors import CannotAlign
from workflow.languages import primary_language
from workflow.speech.engines.sphinx import MODEL
from workflow.speech.forced import Aligned, SpeechSound, force
from workflow.speech.laid_over import LEAST_MATCHED, Heard, Time, Unit, heard_units, lay_over, script_units
from workflow.speech.script import Script
from workflow.speech.transcript import Region, Segment, Transcript, Word

MIN_WORD_MS = 20
"""The shortest word: what punctuation that stands alone is given of the word before it."""
PAUSE_IN_SENTENCE_MS = 600
"""A longer silence after a sentence's first word is taken for the pause before the sentence."""
_QUOTED = 12  # words of a passage that a warning quotes


def align_script(
    script: Script,
    *,
    sound: SpeechSound,
    speech: Sequence[Region],
    language: str,
    transcript: Transcript | None = None,
) -> Transcript:
    """The script as a transcript: a segment for each of its lines that is spoken, with its speaker.

    `speech` are the regions where somebody speaks, `transcript` what an engine heard; English does without one. Words
    nobody spoke are left out. `Word.probability` is None, or the engine's where the time is the engine's. Raises
    `CannotAlign` when the script is not what is spoken, or has no words; `SpeechError` when the aligner cannot run.
    """
    units = script_units(script.words, language)
    if not any(unit.text for unit in units):
        raise CannotAlign("it has no words that anybody could say; check that it is the right file")
    if primary_language(language) == "en":
        aligned = force(units, sound=sound, speech=speech, transcript=transcript)
        engine, model = "script+pocketsphinx", MODEL
    elif transcript is None:
        raise CannotAlign(f"in the language {language!r} it is timed by what an engine hears, and none has heard it")
    else:
        aligned = _by_matching(units, transcript, speech, sound.duration_ms)
        engine, model = f"script+{transcript.engine}", transcript.model
    return Transcript(
        language=language,
        task="transcribe",
        engine=engine,
        model=model,
        segments=_segments(script, units, aligned.times, language),
        options={"method": aligned.method, "matched": round(aligned.matched, 3)},
        speech=tuple(speech),
        unheard=transcript.unheard if transcript else (),
        warnings=_warnings(script, units, aligned),
    )


def _by_matching(units: Sequence[Unit], transcript: Transcript, speech: Sequence[Region], duration_ms: int) -> Aligned:
    laid = lay_over(units, heard_units(transcript, english=False), speech, duration_ms)
    if laid.matched < LEAST_MATCHED:
        raise CannotAlign(
            f"only {laid.matched:.0%} of its words were heard (at least {LEAST_MATCHED:.0%} are needed); check that it"
            " belongs to this video and is written in the language spoken"
        )
    return Aligned(laid.times, "matched", laid.matched, laid.estimated, laid.unscripted)


def _segments(
    script: Script, units: Sequence[Unit], times: Sequence[Time | None], language: str
) -> tuple[Segment, ...]:
    """A segment for each line; a line that nobody spoke is none."""
    time_of: dict[int, list[Time]] = {}
    for unit, time in zip(units, times, strict=True):
        if time is not None:
            time_of.setdefault(unit.word, []).append(time)
    sayable = {unit.word for unit in units}
    segments = []
    numbers = count()
    for line in script.lines:
        words: list[Word] = []
        for text, number in zip(line.words, numbers, strict=False):
            if number in time_of:
                words.append(_word(text, time_of[number]))
            elif number not in sayable and words:
                words[-1:] = _with_mark(words[-1], text)
        if words:
            words = _with_first_words_joined(words)
            segments.append(Segment(words[0].start_ms, words[-1].end_ms, tuple(words), language, line.speaker))
    return tuple(segments)


def _with_first_words_joined(words: Sequence[Word]) -> list[Word]:
    """A sentence's first word moved to its second where a pause parts them and none the sentences.

    In noise the aligner may leave a short first word ("I") at the end of the sentence before, where any breath fits it.
    People pause between sentences, hardly after the first word of one.
    """
    joined = list(words)
    for place in range(1, len(words) - 1):
        before, word, after = words[place - 1 : place + 2]
        pause = after.start_ms - word.end_ms
        if ends_sentence(before.text) and pause > PAUSE_IN_SENTENCE_MS and pause > word.start_ms - before.end_ms:
            joined[place] = replace(word, start_ms=word.start_ms + pause, end_ms=after.start_ms)
    return joined


def _word(text: str, times: Sequence[Time]) -> Word:
    known = [time.probability for time in times if time.probability is not None]
    return Word(text, times[0].start_ms, max(times[-1].end_ms, times[0].start_ms + 1), min(known, default=None))


def _with_mark(word: Word, mark: str) -> tuple[Word, ...]:
    """A word and the punctuation that stands alone after it, such as a dash, which takes the word's last moment."""
    cut = max(word.start_ms + 1, word.end_ms - MIN_WORD_MS)
    if cut >= word.end_ms:
        return (replace(word, text=word.text + mark),)
    return replace(word, end_ms=cut), Word(mark, cut, word.end_ms, word.probability)


def _warnings(script: Script, units: Sequence[Unit], aligned: Aligned) -> tuple[str, ...]:
    unspoken = sorted({unit.word for unit, time in zip(units, aligned.times, strict=True) if time is None})
    found = [
        f"{len(run)} words of the script were not spoken and are left out: {_quoted(script.words, run)}."
        for run in _runs(unspoken)
    ]
    for passage in _passages(aligned.unscripted):
        start, end = clock(passage[0].start_ms), clock(passage[-1].end_ms)
        found.append(
            f"Speech from {start} to {end} is not in the script; it was heard as:"
            f" {_quoted([word.text for word in passage], range(len(passage)))}."
        )
    if len(aligned.estimated) > len(units) // 20:
        found.append(
            f"The times of {len(aligned.estimated)} of {len(units)} words are estimated from the words around them."
        )
    if script.directions:
        found.append(f"Taken for directions and left out: {'; '.join(script.directions)}.")
    return tuple(found)


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _passages(words: Sequence[Heard]) -> list[list[Heard]]:
    """Words outside the script, in stretches without a pause of two seconds."""
    passages: list[list[Heard]] = []
    for word in words:
        if passages and word.start_ms - passages[-1][-1].end_ms < 2000:
            passages[-1].append(word)
        else:
            passages.append([word])
    return passages


def _quoted(words: Sequence[str], run: Sequence[int]) -> str:
    shown = " ".join(words[number] for number in run[:_QUOTED])
    return f"“{shown}{' …' if len(run) > _QUOTED else ''}”"
