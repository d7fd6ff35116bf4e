"""The whole job from the command line, on the sample stories."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.cli_support import CRIMEAN, storytrack
from tests.publish.serving import serving
from workflow.formats.webvtt import parse_webvtt

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def captioned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample story taken through the one-shot command: `home` and `site` in this folder."""
    folder = tmp_path_factory.mktemp("captioned")
    words = ("caption", CRIMEAN / "video.mp4", "--story", CRIMEAN / "story.md", "--engine", "pocketsphinx")
    done = storytrack(folder / "home", *words, "-o", folder / "site", "--json")
    assert done.code == 0, done.err
    (folder / "answer.json").write_text(done.out, "utf-8")
    return folder


def test_one_command_makes_a_page_with_captions(captioned: Path) -> None:
    """A video and a text go in; a folder with a page, the video and its WebVTT comes out, and the answer is JSON."""
    answer = json.loads((captioned / "answer.json").read_text("utf-8"))
    site = captioned / "site"
    assert answer["slug"] == "crimean-solidarity"
    assert answer["made_by"].startswith("pocketsphinx")
    assert answer["errors"] == 0
    assert (site / "index.html").exists()
    captions = next(name for name in answer["files"] if name.endswith(".vtt"))
    track = parse_webvtt((site / captions).read_bytes())
    assert len(track.cues) == answer["cues"] > 10
    assert "Crimean Solidarity" in " ".join(cue.text.replace("\n", " ") for cue in track.cues)


def test_stand_in_engine_is_named_wherever_its_words_go(captioned: Path) -> None:
    """The transcript, the captions' record and the page all say which engine heard, and that nobody has reviewed it."""
    sheet = json.loads(storytrack(captioned / "home", "show", "crimean-solidarity", "--json").out)
    assert sheet["transcript"]["engine"] == "pocketsphinx"
    assert any("stand-in" in warning for warning in sheet["transcript"]["warnings"])
    page = (captioned / "site" / "index.html").read_text("utf-8")
    assert "pocketsphinx" in page
    assert "automatic captions, not yet reviewed" in page


def test_export_gives_the_captions_that_were_published(captioned: Path, tmp_path: Path) -> None:
    """WebVTT, SRT, text and JSON of one track; what is written to a file is what goes to stdout."""
    home = captioned / "home"
    published = next((captioned / "site").glob("*.vtt")).read_text("utf-8")
    assert storytrack(home, "export", "crimean-solidarity").out == published
    assert " --> " in storytrack(home, "export", "crimean-solidarity", "--format", "srt").out
    heard = json.loads(storytrack(home, "export", "crimean-solidarity", "--format", "json").out)
    assert heard["engine"] == "pocketsphinx"
    file = tmp_path / "captions.txt"
    assert storytrack(home, "export", "crimean-solidarity", "--format", "txt", "-o", file).code == 0
    assert file.read_text("utf-8") == storytrack(home, "export", "crimean-solidarity", "--format", "txt").out


def test_check_blocks_with_exit_code_1_when_a_rule_is_broken(captioned: Path) -> None:
    """Under rules that the captions were not built for there are errors; the findings say which and where."""
    done = storytrack(captioned / "home", "check", "crimean-solidarity", "--profile", "dcmp", "--json")
    report = json.loads(done.out)
    assert report["profile"] == "dcmp"
    assert done.code == (1 if report["errors"] else 0)
    assert report["errors"] >= 1
    assert all(finding["rule"].startswith("QC-") for finding in report["findings"])
    shown = storytrack(captioned / "home", "check", "crimean-solidarity", "--profile", "dcmp")
    assert shown.code == 1
    assert "error" in shown.out


def test_corrected_captions_come_back_and_are_not_overwritten(captioned: Path, tmp_path: Path) -> None:
    """Export, correct, import: a second revision; the engine may not write over it unless that is said."""
    home, slug = captioned / "home", "crimean-solidarity"
    assert storytrack(home, "transcribe", slug, "--engine", "pocketsphinx", "--quiet").code == 0
    file = tmp_path / "corrected.vtt"
    file.write_text(storytrack(home, "export", slug).out.replace("Crimean", "Krimean"), "utf-8")
    imported = storytrack(home, "import", slug, file, "--language", "en", "--json")
    assert json.loads(imported.out)["revision"] == 2

    refused = storytrack(home, "transcribe", slug, "--engine", "pocketsphinx")
    assert refused.code == 2
    assert "--over-corrections" in refused.sentence
    assert "Krimean" in storytrack(home, "export", slug).out


def test_deleted_story_is_gone_with_its_video(tmp_path: Path) -> None:
    """`delete` asks first; without a yes nothing happens, with it story and video go."""
    home = tmp_path / "home"
    assert storytrack(home, "new", CRIMEAN / "story.md", CRIMEAN / "video.mp4").out.strip() == "crimean-solidarity"
    assert storytrack(home, "delete", "crimean-solidarity", typed="n\n").code == 1
    assert "crimean-solidarity" in storytrack(home, "list").out
    assert storytrack(home, "delete", "crimean-solidarity", typed="y\n").code == 0
    assert storytrack(home, "list", "--json").out.strip() == "[]"
    assert not list((home / "media").rglob("*.mp4"))


def test_video_without_a_story_is_captioned_under_its_own_name(tmp_path: Path) -> None:
    """`caption video.mp4` alone is enough; run again, it goes on with the same story."""
    video = tmp_path / "Harbour_walk.mp4"
    video.write_bytes((CRIMEAN.parent / "harbour-noise" / "video.mp4").read_bytes())
    words = ("caption", video, "--engine", "pocketsphinx", "-o", tmp_path / "site", "--json")
    first = json.loads(storytrack(tmp_path / "home", *words).out)
    assert first["slug"] == "harbour-walk"
    again = json.loads(storytrack(tmp_path / "home", *words).out)
    assert (again["slug"], again["revision"]) == ("harbour-walk", 1)


@pytest.mark.browser
def test_published_page_shows_its_captions_in_a_browser(captioned: Path, browser: Browser) -> None:
    """In a real Chromium the track loads, is on, and a cue is on the picture while its words are spoken."""
    page = browser.new_page()
    with serving(captioned / "site") as url:
        page.goto(url)
        for _ in range(50):
            if page.evaluate("document.querySelector('track').readyState") == 2:
                break
            page.wait_for_timeout(100)
        page.evaluate("document.querySelector('video').currentTime = 20")
        for _ in range(50):
            shown = page.evaluate(
                "Array.from(document.querySelector('video').textTracks[0].activeCues ?? [], (cue) => cue.text).join()"
            )
            if shown:
                break
            page.wait_for_timeout(100)
        mode = page.evaluate("document.querySelector('video').textTracks[0].mode")
    page.close()
    assert mode == "showing"
    assert "wives and children" in shown


def test_help_imports_no_engine() -> None:
    """`--help` and the list of stories do not pay for torch, onnxruntime, pandas, PyAV or the web server."""
    heavy = ("torch", "whisper", "onnxruntime", "pandas", "av", "starlette", "jinja2", "pocketsphinx")
    look = f"import sys, workflow.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
