"""The shipped sample stories are what they claim to be: what the demo shows and what accuracy is measured against."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import pytest

from samples.make_samples import PLAYS, main
from samples.making.voices import missing_packages
from workflow.captions.cue import Cue
from workflow.captions.profile import shipped_profile
from workflow.captions.track import Track
from workflow.checks.coverage import describes_sound
from workflow.checks.registry import check_track
from workflow.formats.story_file import read_story_bytes
from workflow.formats.webvtt import parse_webvtt
from workflow.media.audio import decode_audio
from workflow.media.probe import probe
from workflow.speech.engine import SAMPLE_RATE, Samples
from workflow.speech.script import parse_script
from workflow.speech.transcript import Region
from workflow.speech.vad import find_speech

STORIES = Path(__file__).parents[2] / "samples" / "stories"
SLUGS = tuple(sorted(PLAYS))
WEB_NEWS = shipped_profile("web-news").at(Fraction(25))
CAPTIONS_FROM = 520 / 720  # the part of the picture that is left to captions, from above

every_sample = pytest.mark.parametrize("slug", SLUGS)


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A row of words.json."""

    text: str
    start_ms: int
    end_ms: int
    speaker: str


def words_of(slug: str) -> list[SpokenWord]:
    rows = json.loads((STORIES / slug / "words.json").read_text("utf-8"))
    return [SpokenWord(row["text"], row["start_ms"], row["end_ms"], row.get("speaker", "")) for row in rows]


def reference_of(slug: str) -> Track:
    return parse_webvtt((STORIES / slug / "reference.vtt").read_bytes())


@cache
def sound_of(slug: str) -> Samples:
    with TemporaryDirectory() as folder:
        audio = decode_audio(STORIES / slug / "video.mp4", Path(folder, "sound.wav"))
        return audio.read(0, audio.duration_ms)


@cache
def speech_in(slug: str) -> tuple[Region, ...]:
    return tuple(find_speech([sound_of(slug)]).regions())


def spoken_cues(slug: str) -> list[tuple[Cue, list[SpokenWord]]]:
    """Each caption of speech with its words."""
    words = iter(words_of(slug))
    cues = [cue for cue in reference_of(slug).cues if not describes_sound(cue, WEB_NEWS.sound)]
    return [(cue, [next(words) for _ in without_notation(cue).split()]) for cue in cues]


def without_notation(cue: Cue) -> str:
    text = " ".join(cue.lines)
    return text.removeprefix(f"{cue.voice.upper()}: ") if cue.voice else text


def rms_dbfs(sound: Samples) -> float:
    return float(10 * np.log10(np.mean(sound.astype(np.float64) ** 2) + 1e-12))


def between(sound: Samples, start_ms: int, end_ms: int) -> Samples:
    return sound[start_ms * SAMPLE_RATE // 1000 : end_ms * SAMPLE_RATE // 1000]


@pytest.mark.parametrize(("slug", "least_s", "most_s"), [("crimean-solidarity", 60, 90), ("harbour-noise", 40, 60)])
def test_video_is_short_small_and_plays_anywhere(slug: str, least_s: int, most_s: int) -> None:
    """H.264 and AAC at 48 kHz, 1280 by 720, 25 frames a second, within its length and under 3 MB."""
    path = STORIES / slug / "video.mp4"

    video = probe(path)

    assert least_s * 1000 <= video.duration_ms <= most_s * 1000
    assert path.stat().st_size < 3_000_000
    assert (video.video_codec, video.width, video.height) == ("h264", 1280, 720)
    assert video.frame_rate == Fraction(25)
    assert [(stream.codec, stream.sample_rate) for stream in video.audio_streams] == [("aac", 48_000)]


@every_sample
def test_sound_and_picture_end_together(slug: str) -> None:
    """Neither runs on alone for more than two frames."""
    sound_ms = len(sound_of(slug)) * 1000 / SAMPLE_RATE

    assert abs(sound_ms - probe(STORIES / slug / "video.mp4").duration_ms) <= 80


@every_sample
def test_sound_is_loud_enough_and_never_clipped(slug: str) -> None:
    """Speech near -20 dBFS, peaks below -1."""
    sound = sound_of(slug)

    spoken = [rms_dbfs(between(sound, words[0].start_ms, words[-1].end_ms)) for _, words in spoken_cues(slug)]

    assert float(np.abs(sound).max()) < 10 ** (-1 / 20)
    assert all(-24 < level < -16 for level in spoken)


@every_sample
def test_captions_have_the_lower_picture_to_themselves(slug: str) -> None:
    """No card shows anything there: every row is of one colour from left to right."""
    seen = 0
    with av.open(str(STORIES / slug / "video.mp4")) as container:
        container.streams.video[0].codec_context.skip_frame = "NONKEY"
        for frame in container.decode(video=0):
            rows = frame.to_ndarray(format="gray")[round(CAPTIONS_FROM * frame.height) :].astype(int)
            assert (rows.max(axis=1) - rows.min(axis=1)).max() < 12
            seen += 1
    assert seen > 10


@every_sample
def test_story_has_every_key_of_the_front_matter(slug: str) -> None:
    """Headline, language, byline, credit, related videos and articles, and a text."""
    story = read_story_bytes((STORIES / slug / "story.md").read_bytes(), "story.md")

    links = (*story.related_videos, *story.related_articles)
    assert (story.slug, story.language) == (slug, "en")
    assert all((story.headline, story.byline, story.credit, story.related_videos, story.related_articles))
    assert len(story.text.split()) > 50
    assert all(link.url.startswith("https://example.org/") for link in links)


@every_sample
def test_words_follow_each_other_within_the_video(slug: str) -> None:
    """No word overlaps the next, none is shorter than 20 ms, none ends after the video."""
    words = words_of(slug)

    assert all(before.end_ms <= after.start_ms for before, after in pairwise(words))
    assert all(word.end_ms - word.start_ms >= 20 for word in words)
    assert words[-1].end_ms <= probe(STORIES / slug / "video.mp4").duration_ms


@every_sample
def test_script_reference_and_word_times_have_the_same_words(slug: str) -> None:
    """To the letter, apart from speakers and sounds."""
    script = parse_script((STORIES / slug / "script.txt").read_text("utf-8"))
    captions = [word for cue, _ in spoken_cues(slug) for word in without_notation(cue).split()]

    assert captions == [word.text for word in words_of(slug)]
    assert captions == list(script.words)


@every_sample
def test_reference_and_word_times_name_the_same_speakers(slug: str) -> None:
    """A caption has one speaker, and the label stands where the speaker changes and nowhere else."""
    speaker = ""
    for cue, words in spoken_cues(slug):
        assert {word.speaker for word in words} == {cue.voice}
        assert cue.text.startswith(f"{cue.voice.upper()}: ") == (bool(cue.voice) and cue.voice != speaker)
        speaker = cue.voice


@every_sample
def test_every_word_lies_in_speech(slug: str) -> None:
    """Voice activity, which knows nothing of the script, finds speech at each word's middle, or 200 ms beside it."""
    speech = speech_in(slug)

    outside = [
        word.text
        for word in words_of(slug)
        if not any(
            region.start_ms - 200 <= (word.start_ms + word.end_ms) // 2 < region.end_ms + 200 for region in speech
        )
    ]

    assert outside == []


def test_sentences_begin_when_their_first_word_does() -> None:
    """In the sample without noise: quiet until a caption's first word, its sound within 150 ms after."""
    sound = sound_of("crimean-solidarity")
    after_a_pause = [
        words[0].start_ms
        for (_, before), (_, words) in pairwise(spoken_cues("crimean-solidarity"))
        if words[0].start_ms - before[-1].end_ms >= 500
    ]

    assert len(after_a_pause) >= 10
    for start_ms in after_a_pause:
        assert rms_dbfs(between(sound, start_ms - 200, start_ms)) < -45
        assert rms_dbfs(between(sound, start_ms, start_ms + 150)) > -40


@every_sample
def test_reference_passes_every_check_of_its_profile(slug: str) -> None:
    """Under web-news, against the speech in the sound and the video's length: not even a warning."""
    video = probe(STORIES / slug / "video.mp4")

    findings = check_track(reference_of(slug), WEB_NEWS, speech=speech_in(slug), duration_ms=video.duration_ms)

    assert findings == ()


@every_sample
def test_reference_captions_stand_with_their_words(slug: str) -> None:
    """From at most 250 ms before the first word to the end of the last; a frame less in running speech."""
    for cue, words in spoken_cues(slug):
        assert 0 <= words[0].start_ms - cue.start_ms <= 250
        assert -40 < cue.end_ms - words[-1].end_ms <= 1500


def test_hard_sample_has_what_makes_it_hard() -> None:
    """Two voices, music alone, noise under speech, a pause, numbers and names."""
    track = reference_of("harbour-noise")
    words = words_of("harbour-noise")
    described = [cue for cue in track.cues if describes_sound(cue, WEB_NEWS.sound)]
    noise = described[1]

    assert {cue.voice for cue in track.cues} == {"", "Tom Hale", "Irene Koval"}
    assert [cue.text for cue in described] == ["[soft music]", "[wind and ship engines]", "[soft music]"]
    assert rms_dbfs(between(sound_of("harbour-noise"), noise.start_ms + 500, noise.end_ms)) > -33
    assert max(after.start_ms - before.end_ms for before, after in pairwise(words)) >= 2000
    assert sum(any(letter.isdigit() for letter in word.text) for word in words) >= 6


def test_missing_voices_are_named_with_the_command_that_installs_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without flite and festival nothing is built, and the packages stand in the message."""
    monkeypatch.setenv("PATH", str(tmp_path))

    code = main(["--to", str(tmp_path / "stories")])

    assert code == 2
    assert "apt-get install flite festival" in capsys.readouterr().err
    assert not (tmp_path / "stories").exists()


@pytest.mark.slow
@pytest.mark.skipif(bool(missing_packages()), reason="needs the Debian packages flite and festvox-us-slt-hts")
@every_sample
def test_texts_and_times_are_built_again_to_the_letter(slug: str, tmp_path: Path) -> None:
    """The shipped script, captions and word times come out of the shipped programs."""
    main([slug, "--no-video", "--to", str(tmp_path)])

    for name in ("script.txt", "words.json", "reference.vtt"):
        assert (tmp_path / slug / name).read_text("utf-8") == (STORIES / slug / name).read_text("utf-8")
