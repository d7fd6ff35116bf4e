"""The engine `pocketsphinx`: English only, its model inside its package, for machines that can reach no model hub."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from workflow.errors import CannotTranslate, UnsupportedLanguage
from workflow.languages import primary_language
from workflow.speech.casing import Spelling, write_out
from workflow.speech.engine import Hint, Request, Samples
from workflow.speech.engines.sphinx import MODEL, Sphinx, language_model_file, package_version
from workflow.speech.engines.sphinx_model import story_sentences, write_story_model
from workflow.speech.languages import check_language
from workflow.speech.pauses import PAUSE_MS, cut_at_pauses, samples_of
from workflow.speech.transcript import Option, Region, Segment, Word

NOTICE = (
    "The embedded recogniser (pocketsphinx) is a stand-in for trying Storytrack out: it hears English only, gets many"
    " more words wrong than Whisper, and guesses capitals and full stops from names and pauses."
)
_PLAIN = "_default"  # the decoder's own name for the bundled language model
_STORY = "story"


class PocketsphinxEngine:
    """English by the model inside the package; a stand-in, and it says so.

    With a hint the story's own words and names are expected, beside all others. Sections may be heard in any order:
    nothing is carried from one to the next.
    """

    name = "pocketsphinx"
    model = MODEL
    notice = NOTICE

    def __init__(self) -> None:
        self._sphinx: Sphinx | None = None
        self._hint = Hint()
        self._spelling = Spelling.of(self._hint)

    @property
    def options(self) -> Mapping[str, Option]:
        return {"pocketsphinx": package_version(), "pause_ms": PAUSE_MS}

    def check(self, request: Request) -> None:
        """Raises `UnsupportedLanguage` for anything but English, `CannotTranslate` for translation."""
        if request.task == "translate":
            raise CannotTranslate(self.name, self.model, "it hears English only; use `--engine whisper`")
        if request.language is not None:
            check_language(request.language, self.name)
        elif request.candidates and not any(_is_english(tag) for tag in request.candidates):
            raise UnsupportedLanguage(
                ", ".join(request.candidates), f"{self.name} hears English only; use `--engine whisper` for others"
            )

    def hear(self, samples: Samples, request: Request) -> tuple[Segment, ...]:
        """The sentences in the section: each utterance between pauses is decoded for itself. Raises `SpeechError`."""
        self.check(request)
        sphinx = self._prepared(request.hint)
        words: list[Word] = []
        for utterance in cut_at_pauses(samples):
            words += _words(sphinx, samples_of(samples, utterance), utterance)
        language = request.language or next(filter(_is_english, request.candidates), "en")
        return tuple(
            Segment(sentence[0].start_ms, sentence[-1].end_ms, tuple(sentence), language)
            for sentence in write_out(words, self._spelling)
        )

    def _prepared(self, hint: Hint) -> Sphinx:
        """The decoder, loaded once, expecting what the hint says; a hint's language model is kept until the next."""
        if self._sphinx is None:
            self._sphinx = Sphinx()
        if hint != self._hint:
            self._expect(self._sphinx, hint)
            self._hint, self._spelling = hint, Spelling.of(hint)
        return self._sphinx

    def _expect(self, sphinx: Sphinx, hint: Hint) -> None:
        sphinx.use_language_model(_PLAIN)
        sentences = story_sentences(hint)
        if not sentences:
            return
        unsaid = set(sphinx.learn(word for sentence in sentences for word in sentence))
        with tempfile.TemporaryDirectory(prefix="storytrack-") as folder:
            file = Path(folder) / "story.lm.bin"
            sayable = [[word for word in sentence if word not in unsaid] for sentence in sentences]
            write_story_model(language_model_file(), sayable, file)
            sphinx.use_language_model(_STORY, file)


def _words(sphinx: Sphinx, sound: Samples, utterance: Region) -> list[Word]:
    return [
        Word(
            word.text, utterance.start_ms + word.start_ms, utterance.start_ms + word.end_ms, round(word.probability, 4)
        )
        for word in sphinx.hear(sound)
    ]


def _is_english(tag: str) -> bool:
    return primary_language(tag) == "en"
