"""When to distrust what Whisper wrote, and to let it hear again.

Its two failures that look like speech: a phrase repeated without end, and the prompt written down where nobody speaks.
Both are taken back by hearing the section again without the prompt. Whatever is kept in the end carries its numbers
(no_speech, compression_ratio, temperature), so that checks can find it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workflow.speech.transcript import Segment

MAX_COMPRESSION = 2.4
"""Whisper's own limit: text that compresses better than this repeats itself."""
LOOP_TIMES = 4
LOOP_WORDS = 6
"""A phrase of up to six words, four times in a row: found in 6 of 21 bad recorded outputs and in none of 21 others."""
DOUBTFUL_SPEECH = 0.3
"""From this no_speech on, the prompt's own words are taken for an echo. Recorded: speech 0.00-0.20, laughter 0.42-0.59,
radio noise 0.25-0.82, silence 0.77."""
ECHO_WORDS = 3
"""Words of the prompt in a row that make an echo: two are a name, which may well be spoken."""
TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Whisper's own ladder: each next one is tried when the result repeats itself or is improbable."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One hearing of a section: with which prompt, from which temperatures, and whether silence may be skipped.

    `retry` tells an engine without temperatures that the same search would find the same doubtful text.
    """

    prompt: str = ""
    temperatures: tuple[float, ...] = TEMPERATURES
    skip_silence: bool = True
    retry: bool = False


def hear_with_guards(listen: Callable[[Pass], tuple[Segment, ...]], prompt: str) -> tuple[Segment, ...]:
    """The best of at most three hearings.

    The second, without the prompt, follows a loop or an echo, the third an answer without words: then Whisper says
    what it would have skipped as silence, so that nothing is lost without a trace.
    """
    heard = listen(Pass(prompt))
    if is_loop(heard) or is_echo(heard, prompt):
        # Greedy again without a prompt is a new question only if there was one.
        again = listen(Pass(temperatures=TEMPERATURES if prompt else TEMPERATURES[1:], retry=True))
        heard = better(heard, again, prompt)
    return heard or listen(Pass(temperatures=TEMPERATURES[:1], skip_silence=False))


def is_loop(segments: Sequence[Segment]) -> bool:
    """Whether the text repeats itself, within a segment or from one to the next."""
    words = [word.text for segment in segments for word in segment.words]
    return any((segment.compression_ratio or 0) > MAX_COMPRESSION for segment in segments) or repeats(words) > 0


def repeats(texts: Sequence[str]) -> int:
    """How many words stand in phrases of up to `LOOP_WORDS` words that come `LOOP_TIMES` times or more in a row."""
    words = [text.casefold().strip(".,!?…;:\"'«»“”") for text in texts]
    in_loop = [False] * len(words)
    for length in range(1, LOOP_WORDS + 1):
        run = 0
        for place in range(length, len(words)):
            run = run + 1 if words[place] == words[place - length] else 0
            if run >= length * (LOOP_TIMES - 1):
                first = place - run - length + 1
                in_loop[first : place + 1] = [True] * (place + 1 - first)
    return sum(in_loop)


def is_echo(segments: Sequence[Segment], prompt: str) -> bool:
    """Whether words of the prompt stand where there may be no speech."""
    return any(
        segment.no_speech is not None and segment.no_speech >= DOUBTFUL_SPEECH and echoes(segment.text, prompt)
        for segment in segments
    )


def echoes(text: str, prompt: str) -> bool:
    """Whether the text is a part of the prompt, or holds `ECHO_WORDS` of its words in a row."""
    said, asked = _words_of(text), _words_of(prompt)
    if not said or not asked:
        return False
    length = min(len(said), ECHO_WORDS)
    runs = {tuple(asked[at : at + length]) for at in range(len(asked) - length + 1)}
    return any(tuple(said[at : at + length]) in runs for at in range(len(said) - length + 1))


def better(first: tuple[Segment, ...], second: tuple[Segment, ...], prompt: str) -> tuple[Segment, ...]:
    """The hearing with less that is doubtful, then the more probable one.

    A loop is kept when hearing again gave nothing, an echo is not: the one may hide speech, the other was never said.
    """
    if not second:
        return () if is_echo(first, prompt) else first
    return min((second, first), key=lambda segments: (_doubtful_share(segments, prompt), -_mean_logprob(segments)))


def _doubtful_share(segments: Sequence[Segment], prompt: str) -> float:
    """The share of the text that a loop would explain, 1 for an echo."""
    if is_echo(segments, prompt):
        return 1.0
    words = [word.text for segment in segments for word in segment.words]
    text = " ".join(words).encode()
    ratio = len(text) / len(zlib.compress(text)) if text else 0.0
    return max(repeats(words) / max(1, len(words)), 1 - MAX_COMPRESSION / ratio if ratio > MAX_COMPRESSION else 0.0)


def _mean_logprob(segments: Sequence[Segment]) -> float:
    known = [(segment.mean_logprob, len(segment.words)) for segment in segments if segment.mean_logprob is not None]
    return sum(value * count for value, count in known) / max(1, sum(count for _, count in known))


def _words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
