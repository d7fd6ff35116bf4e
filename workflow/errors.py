"""Everything that can stop a command, as one tree.

    StorytrackError                 str(error) is one sentence: what was wrong and what to do
    ├── StoryError                  the story's text or its place in the store
    │   ├── NoHeadline
    │   ├── BadSlug
    │   ├── SlugTaken
    │   └── UnknownStory
    ├── MediaError                  the video or audio file
    │   ├── NotMedia
    │   ├── NoAudio
    │   └── BrokenMedia
    ├── SpeechError                 hearing: engines, models, languages, scripts
    │   ├── UnknownEngine
    │   ├── UnknownModel
    │   ├── NoDevice
    │   ├── BrokenModel
    │   ├── WeightsMissing
    │   ├── EngineNotInstalled
    │   ├── UnsupportedLanguage
    │   ├── CannotTranslate
    │   └── CannotAlign
    ├── CaptionError                profiles and tracks
    │   ├── UnknownProfile
    │   ├── UnknownTrack
    │   ├── NoSuchTrack
    │   ├── NotAllowed
    │   └── CorrectedByHand
    ├── FormatError                 caption files, read or written
    │   ├── NotCaptions
    │   └── CannotWrite
    ├── JobError                    a transcription in the queue
    │   ├── UnknownJob
    │   ├── JobUnderWay
    │   └── UploadGone
    ├── PublishError                a destination
    └── StoreError                  the database, the media folder, locks

The command line prints `str(error)` and exits with 2; the screens show the same sentence. An error keeps its facts as
attributes and writes its own message, so that no caller has to word it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class StorytrackError(Exception):
    """A command cannot go on; `str()` is one sentence for a person."""


class StoryError(StorytrackError):
    """The story's text, or its place in the store."""


class NoHeadline(StoryError):
    """The story file holds no headline and no text to take one from."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} has no headline: add `headline:` to its front matter, or begin the text with one.")


class BadSlug(StoryError):
    """The name given to a story cannot stand in commands, addresses and files; `where` says where it was given."""

    def __init__(self, slug: str, where: str) -> None:
        self.slug = slug
        super().__init__(f"{where} is {slug!r}: use a-z, 0-9 and single hyphens, 80 characters at most.")


class SlugTaken(StoryError):
    """Another story already has this slug."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(
            f"A story named {slug!r} is already here: choose another name with --slug,"
            f" or see it with `storytrack show {slug}`."
        )


class UnknownStory(StoryError):
    """No story has this slug."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(f"There is no story {slug!r}: `storytrack list` shows those there are.")


class MediaError(StorytrackError):
    """The video or audio file."""


class NotMedia(MediaError):
    """The path is no audio or video file that may be read."""

    def __init__(self, path: Path | str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"{path} cannot be used as a video: {why}.")


class NoAudio(MediaError):
    """The file has no (such) audio stream, or it is empty: there is nothing to caption."""

    def __init__(self, path: Path | str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"{path} has nothing to hear: {why}.")


class BrokenMedia(MediaError):
    """The file is audio or video, but damaged or cut short."""

    def __init__(self, path: Path | str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"{path} is damaged: {why}. Export or copy the video again.")


class SpeechError(StorytrackError):
    """Hearing: engines, models, languages, scripts."""


class UnknownEngine(SpeechError):
    """No engine has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(f"There is no engine {name!r}: choose one of {', '.join(self.known)}.")


class UnknownModel(SpeechError):
    """The engine has no model of this name, and no file stands at that path."""

    def __init__(self, engine: str, model: str, known: Iterable[str]) -> None:
        self.engine, self.model, self.known = engine, model, tuple(known)
        super().__init__(
            f"{engine} has no model {model!r}: choose one of {', '.join(self.known)}, or give the path of a model file."
        )


class NoDevice(SpeechError):
    """This machine has no such device to compute on."""

    def __init__(self, device: str) -> None:
        self.device = device
        super().__init__(f"There is no device {device!r} on this machine: use auto, which takes the best, or cpu.")


class BrokenModel(SpeechError):
    """The file or folder given as a model is none that the engine can load."""

    def __init__(self, engine: str, model: Path | str, why: str) -> None:
        self.engine, self.model, self.why = engine, model, why
        super().__init__(f"{engine} cannot use {model} as a model: {why}.")


class WeightsMissing(SpeechError):
    """The model's weights are not on this machine and could not be fetched."""

    def __init__(
        self, model: str, file: Path | str, source: str, alternative: str = "pocketsphinx", *, instead: str = ""
    ) -> None:
        """`instead` says why the engine that needs no download cannot be used either."""
        self.model, self.file, self.source, self.alternative, self.instead = model, file, source, alternative, instead
        way_out = f". {instead}" if instead else f", or use `--engine {alternative}`, which needs no download."
        super().__init__(
            f"The weights of {model!r} are not on this machine and could not be downloaded: fetch {source}"
            f" and put it at {file}{way_out}"
        )


class EngineNotInstalled(SpeechError):
    """The engine's package is not installed."""

    def __init__(self, engine: str, extra: str) -> None:
        self.engine, self.extra = engine, extra
        super().__init__(f"The engine {engine!r} is not installed: run `pip install 'storytrack[{extra}]'`.")


class UnsupportedLanguage(SpeechError):
    """The engine does not know this language."""

    def __init__(self, language: str, why: str) -> None:
        self.language, self.why = language, why
        super().__init__(f"The language {language!r} cannot be used: {why}.")


class CannotTranslate(SpeechError):
    """This engine or model cannot translate into English."""

    def __init__(self, engine: str, model: str, why: str) -> None:
        self.engine, self.model, self.why = engine, model, why
        super().__init__(f"{engine} with the model {model!r} cannot translate: {why}.")


class CannotAlign(SpeechError):
    """The script's words could not be matched with the audio."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"The script could not be matched with the audio: {why}.")


class CaptionError(StorytrackError):
    """Profiles and tracks."""


class UnknownProfile(CaptionError):
    """No profile has this key."""

    def __init__(self, key: str, known: Iterable[str]) -> None:
        self.key, self.known = key, tuple(known)
        super().__init__(f"There is no profile {key!r}: choose one of {', '.join(self.known)}.")


class UnknownTrack(CaptionError):
    """The story has no such track."""

    def __init__(self, slug: str, wanted: str, there: Iterable[str]) -> None:
        self.slug, self.wanted, self.there = slug, wanted, tuple(there)
        have = f"it has {', '.join(self.there)}" if self.there else f"run `storytrack transcribe {slug}` first"
        super().__init__(f"The story {slug!r} has no {wanted} track: {have}.")


class NoSuchTrack(CaptionError):
    """No story has a track of this number (any more)."""

    def __init__(self, track: int) -> None:
        self.track = track
        super().__init__("These captions are not there any more: go back to the list of stories.")


class NotAllowed(CaptionError):
    """The newsroom's rules do not let this person do it, or not now."""


class CorrectedByHand(CaptionError):
    """An engine's captions would take the place of a person's."""

    def __init__(self, slug: str, wanted: str, number: int, author: str) -> None:
        self.slug, self.wanted, self.number, self.author = slug, wanted, number, author
        super().__init__(
            f"Revision {number} of the {wanted} track of {slug!r} is {author}'s own work, and automatic captions"
            " would replace it: say that they may (--over-corrections), or leave the track as it is."
        )


class FormatError(StorytrackError):
    """A caption file cannot be read, or a track cannot be written."""


class NotCaptions(FormatError):
    """The file is no caption file of this format."""

    def __init__(self, name: str, why: str) -> None:
        self.name, self.why = name, why
        super().__init__(f"{name} cannot be read: {why}.")


class CannotWrite(FormatError):
    """The track holds something that the format cannot say; `rule` names the rule it would break."""

    def __init__(self, what: str, why: str, rule: str = "", form: str = "WebVTT") -> None:
        self.what, self.why, self.rule, self.form = what, why, rule, form
        super().__init__(f"{what} cannot be written as {form}: {why}{f' ({rule})' if rule else ''}.")


class JobError(StorytrackError):
    """A transcription in the queue."""


class UnknownJob(JobError):
    """The queue has no such job (any more)."""

    def __init__(self, job: int) -> None:
        self.job = job
        super().__init__(f"The transcription {job} is not in the queue any more: load the list of stories again.")


class JobUnderWay(JobError):
    """The story is waiting to be transcribed, or being transcribed, already."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(
            f"The story {slug!r} is being transcribed already: wait until that is done, or stop it in the list."
        )


class UploadGone(JobError):
    """The video that a screen uploaded is not on the server, or not whole."""

    def __init__(self) -> None:
        super().__init__("The uploaded video is not on this server any more: choose it again.")


class PublishError(StorytrackError):
    """A destination could not take the publication; what readers had is still there."""


class StoreError(StorytrackError):
    """The database, the media folder, or a lock."""
