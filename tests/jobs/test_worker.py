"""A worker process does what the screens ask for, says how far it is, and may be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli_support import CRIMEAN, command, storytrack
from tests.media.factories import Sound, make_video, tone
from tests.terminals import listening
from workflow.bootstrap import Hearing, Workbench, hearing_from_json, hearing_to_json
from workflow.commands import do_job
from workflow.errors import StorytrackError
from workflow.jobs.start import WorkerStarter
from workflow.jobs.uploads import remove_upload, uploads_folder
from workflow.jobs.worker import work
from workflow.progress import Reporter
from workflow.settings import Settings
from workflow.steps.shots import FILE as SHOTS
from workflow.store import Job, JobState, Store

HOW = {"engine": "pocketsphinx", "language": "en"}
TEXT = "Harbour opens\n\nThe harbour opened today.\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store(home) as opened:
        yield opened


def uploaded(home: Path, video: Path) -> Path:
    """The video as the browser's upload leaves it."""
    folder = uploads_folder(home) / "a1b2"
    folder.mkdir(parents=True)
    target = folder / video.name
    target.write_bytes(video.read_bytes())
    return target


def wait_for(what: str, done: object, *, seconds: float = 60) -> None:
    assert callable(done)
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, f"{what} took longer than {seconds} s"
        time.sleep(0.05)


def sections(store: Store, slug: str = "crimea") -> int:
    job = next(job for job in store.jobs.list() if job.slug == slug)
    return round(100 * job.share) if job.stage == "Transcribing" else 0


def test_how_a_video_is_to_be_heard_is_kept_with_the_job() -> None:
    """Every choice comes back; what was not chosen is left to the settings of the moment."""
    asked = Hearing(engine="whisper", language="uk,ru", task="translate", script=Path("words.txt"), beam=3)
    assert hearing_from_json(hearing_to_json(asked)) == asked
    assert hearing_to_json(Hearing()) == {}


def test_error_of_a_job_is_its_sentence_and_the_next_is_done(store: Store) -> None:
    """One bad video does not stop the queue; a mistake of ours is named as one and goes to the log."""
    first = store.jobs.add("one", "One", {}, by="Anna")
    second = store.jobs.add("two", "Two", {}, by="Anna")
    third = store.jobs.add("three", "Three", {}, by="Anna")

    def perform(job: Job, watch: Reporter) -> int:
        if job.slug == "one":
            raise StorytrackError("The video is damaged: export it again.")
        if job.slug == "two":
            raise ZeroDivisionError
        with watch.stage("Transcribing") as progress:
            progress(1.0)
        return 42

    assert work(store, perform, say=lambda _sentence: None) == 3
    assert store.jobs.get(first.id).error == "The video is damaged: export it again."
    assert "a mistake in Storytrack" in store.jobs.get(second.id).error
    done = store.jobs.get(third.id)
    assert (done.state, done.track_id, done.stage, done.share) == (JobState.DONE, 42, "Transcribing", 1.0)


def test_stop_ends_a_job_at_its_next_word_of_progress(store: Store) -> None:
    """And is no failure."""
    job = store.jobs.add("one", "One", {}, by="Anna")

    def perform(job: Job, watch: Reporter) -> int:
        with watch.stage("Transcribing") as progress:
            store.jobs.stop(job.id, by="Bohdan")
            progress(0.9)  # within half a second of the last report: not written, and nobody asked
            progress(1.0)
        raise AssertionError("it went on after it was stopped")

    work(store, perform, say=lambda _sentence: None)
    assert (store.jobs.get(job.id).state, store.jobs.get(job.id).error) == (JobState.STOPPED, "")


def test_reports_are_at_most_two_a_second(store: Store) -> None:
    """A stage that reports a thousand times a second costs a handful of commits."""
    store.jobs.add("one", "One", {}, by="Anna")
    written: list[float] = []

    def perform(job: Job, watch: Reporter) -> int:
        with watch.stage("Copying") as progress:
            for number in range(1000):
                progress(number / 1000)
                written.append(store.jobs.get(job.id).share) if number % 100 == 0 else None
        return 1

    work(store, perform, say=lambda _sentence: None)
    assert len(set(written)) <= 4


def test_story_comes_with_its_job(store: Store, home: Path, tmp_path: Path) -> None:
    """The story is kept, under the name of whoever asked; its upload is removed; a video without words has failed."""
    video = uploaded(home, make_video(tmp_path / "harbour.mp4", 2.0, audio=Sound(tone(2.0))))
    job = store.jobs.add("harbour-opens", "Harbour opens", HOW, by="Bohdan", text=TEXT, video=str(video))
    bench = Workbench(Settings(home=home), store, listening(quiet=True)[0], "Bohdan")
    with pytest.raises(StorytrackError, match="found no words in it"):
        do_job(bench, job)
    assert store.stories.get("harbour-opens").story.text == "The harbour opened today."
    assert store.events.of("harbour-opens")[1].actor == "Bohdan"
    assert list(uploads_folder(home).iterdir()) == []
    assert store.jobs.get(job.id).video == ""


@pytest.mark.parametrize("hearing", [{"engine": "siri"}, HOW | {"profile": "wild"}, HOW | {"language": "uk"}])
def test_what_cannot_be_heard_leaves_no_story(
    store: Store, home: Path, tmp_path: Path, hearing: dict[str, str]
) -> None:
    """And the upload stays, so that another try needs no other upload."""
    video = uploaded(home, make_video(tmp_path / "harbour.mp4", 1.0, audio=Sound(tone(1.0))))
    job = store.jobs.add("harbour-opens", "Harbour opens", hearing, by="Anna", text=TEXT, video=str(video))
    with pytest.raises(StorytrackError):
        do_job(Workbench(Settings(home=home), store, listening(quiet=True)[0], "Anna"), job)
    assert store.stories.list() == ()
    assert video.exists()


def test_only_uploads_are_removed(home: Path, tmp_path: Path) -> None:
    """A path that leads elsewhere, by dots or by a link, is left alone."""
    outside = tmp_path / "theirs.mp4"
    outside.write_bytes(b"a film")
    inside = uploaded(home, outside)
    link = inside.with_name("link.mp4")
    link.symlink_to(outside)
    for path in (outside, uploads_folder(home) / ".." / ".." / "theirs.mp4", link, uploads_folder(home)):
        remove_upload(home, path)
    assert outside.exists()
    link.unlink()
    remove_upload(home, inside)
    assert not inside.parent.exists()
    remove_upload(home, inside)


@pytest.mark.slow
def test_killed_worker_is_followed_by_another_that_ends_with_the_same_words(tmp_path: Path) -> None:
    """`kill -9` in the middle: the job is gone on with from the stored sections; transcript and captions are those
    of the command line."""
    quiet, home = tmp_path / "quiet", tmp_path / "home"
    assert storytrack(quiet, "new", CRIMEAN / "story.md", CRIMEAN / "video.mp4", "--slug", "crimea").code == 0
    assert (
        storytrack(quiet, "transcribe", "crimea", "--engine", "pocketsphinx", "--language", "en", "--quiet").code == 0
    )

    with Store(home) as store:
        video = uploaded(home, CRIMEAN / "video.mp4")
        text = (CRIMEAN / "story.md").read_text("utf-8")
        job = store.jobs.add("crimea", "The wives", HOW, by="Anna", text=text, video=str(video))
        first = subprocess.Popen(command(home, "work"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for("a section", lambda: sections(store) > 0)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        left = store.jobs.get(job.id)
        assert (left.state, left.pid) == (JobState.RUNNING, first.pid)
        assert 0 < left.share < 1
        assert not store.has_worker()

        done = storytrack(home, "work", "--json")
        assert done.out.strip().replace("\n", "") == '{  "jobs": 1}'
        ended = store.jobs.get(job.id)
        assert (ended.state, ended.error) == (JobState.DONE, "")
        assert any("stand-in" in warning for warning in ended.warnings)
        assert ended.track_id == store.tracks.list("crimea")[0].id
        sha256 = store.stories.get("crimea").video.sha256
        assert store.media.derived(sha256, SHOTS).exists(), "shots are looked for when the captions are there"
    for form in ("json", "vtt"):
        words = [storytrack(folder, "export", "crimea", "--format", form).out for folder in (quiet, home)]
        assert words[0] == words[1]
        assert len(words[0]) > 1000


@pytest.mark.slow
def test_server_starts_one_worker_that_lives_on_its_own(home: Path, store: Store) -> None:
    """Only when there is work and no worker; its words go to the log; a stop is honoured after the present section,
    and a retry goes on from there."""
    starter = WorkerStarter(home)
    assert not starter.ensure(store), "there is nothing to do"
    assert storytrack(home, "new", CRIMEAN / "story.md", CRIMEAN / "video.mp4", "--slug", "crimea").code == 0
    job = store.jobs.add("crimea", "The wives", HOW, by="Anna")
    assert starter.ensure(store)
    assert not starter.ensure(store), "one is being started"
    wait_for("the worker", store.has_worker)
    assert not WorkerStarter(home).ensure(store), "one lives"

    wait_for("a section", lambda: sections(store) > 0)
    store.jobs.stop(job.id, by="Anna")
    wait_for("the stop", lambda: store.jobs.get(job.id).state is JobState.STOPPED)
    stopped = store.jobs.get(job.id)
    assert 0 < stopped.share < 1
    assert store.tracks.list("crimea") == ()
    wait_for("the worker's end", lambda: not store.has_worker())
    log = (home / "logs" / "worker.log").read_text("utf-8")
    assert "crimea: begun." in log
    assert "crimea: stopped." in log

    store.jobs.retry(job.id, by="Anna")
    assert storytrack(home, "work", "--quiet").code == 0
    assert store.jobs.get(job.id).state is JobState.DONE


@pytest.mark.slow
def test_worker_told_to_end_gives_its_job_back(home: Path, store: Store) -> None:
    """SIGTERM, as when a machine is shut down: the job waits for the next worker."""
    assert storytrack(home, "new", CRIMEAN / "story.md", CRIMEAN / "video.mp4", "--slug", "crimea").code == 0
    job = store.jobs.add("crimea", "The wives", HOW, by="Anna")
    worker = subprocess.Popen(command(home, "work"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for("a section", lambda: sections(store) > 0)
    worker.terminate()
    assert worker.wait(60) == 130
    assert store.jobs.get(job.id).state is JobState.QUEUED
