"""The story as a prompt for Whisper: what it has just "heard", so that it spells names as the story does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from workflow.languages import script_of
from workflow.speech.engine import Hint
from workflow.speech.languages import is_written_in

MAX_TOKENS = 200
"""Whisper keeps at most 223 tokens of a prompt (half its text context less one) and cuts off the beginning of a longer
one, where the names stand."""

_SPECIAL = re.compile(r"<\|[^|]*\|>")
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s+")


def prompt_for(hint: Hint, language: str, count_tokens: Callable[[str], int]) -> str:
    """Names, then sentences of the text, punctuated, within `MAX_TOKENS` by the model's own count; "" for none.

    Only what is written in the script of `language`, the language to be written: names in Latin letters would make
    Whisper write Ukrainian speech in Latin letters, or in English. A prompt with punctuation keeps Whisper from losing
    its own.
    """
    script = script_of(language)
    names: list[str] = []
    sentences: list[str] = []
    for name in filter(None, map(_plain, hint.names)):
        if is_written_in(name, script) and count_tokens(_joined([*names, name], [])) <= MAX_TOKENS:
            names.append(name)
    for sentence in _sentences(hint.text):
        if not is_written_in(sentence, script):
            continue
        if count_tokens(_joined(names, [*sentences, sentence])) > MAX_TOKENS:
            break
        sentences.append(sentence)
    return _joined(names, sentences)


def _joined(names: list[str], sentences: list[str]) -> str:
    listed = [", ".join(names) + "."] if names else []
    return " ".join(listed + sentences)


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from filter(None, _SENTENCE.split(_plain(line)))


def _plain(text: str) -> str:
    """Without white space at its ends or in rows, and without Whisper's own marks, which its tokenizer refuses."""
    return " ".join(_SPECIAL.sub(" ", text).split())
