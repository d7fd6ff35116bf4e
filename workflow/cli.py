"""The command line: parse, call one step, print, choose the exit code.

Exit codes: 0 fine; 1 findings that block (`check`), or nothing done because the answer was no; 2 could not run, with
one sentence on stderr; 3 a mistake in Storytrack; 130 stopped by Ctrl-C. Results go to stdout, progress and warnings to
stderr.
"""

# Steps are imported inside the commands: `storytrack --help` must not pay for engines, database and codecs.
# ruff: noqa: PLC0415

from __future__ import annotations

import functools
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow.errors import StorytrackError

if TYPE_CHECKING:
    from workflow.bootstrap import Workshop

Command = Callable[..., int | None]

KINDS = click.Choice(["captions", "subtitles", "descriptions", "chapters"])
SLUG = click.option("--slug", help="The story's name in commands and addresses, instead of one made from the headline.")
FILE = click.Path(path_type=Path, readable=False)  # whoever opens it says why it cannot be read


class Storytrack(click.Group):
    """The group that turns errors into sentences and exit codes, for every command alike."""

    def invoke(self, ctx: click.Context) -> Any:
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            code = super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\nStopped. What was finished is kept: the same command again goes on from there.", err=True)
            ctx.exit(130)
        except StorytrackError as error:
            click.echo(f"storytrack: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            sys.stderr.close()  # whoever read our output has gone, and so has the reason to complain
            ctx.exit(2)
        except OSError as error:
            where = f" at {error.filename}" if error.filename else ""
            click.echo(f"storytrack: The system refused{where}: {error.strerror or error}.", err=True)
            ctx.exit(2)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:  # a mistake of ours, which must not look like findings (exit code 1)
            traceback.print_exc()
            click.echo("storytrack: This is a mistake in Storytrack; please report the lines above.", err=True)
            ctx.exit(3)
        ctx.exit(code or 0)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def command(function: Command) -> click.Command:
    """A command of the group: the shared options, and the workshop (settings, store, terminal) as first argument."""

    @click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Where stories are kept.")
    @click.option("--quiet", "-q", is_flag=True, help="No progress, no notes.")
    @click.option("--json", "as_json", is_flag=True, help="The result as JSON on stdout.")
    @click.pass_context
    @functools.wraps(function)
    def run(ctx: click.Context, /, *, home: Path | None, quiet: bool, as_json: bool, **arguments: Any) -> int | None:
        from workflow.bootstrap import open_workshop

        with open_workshop(home or ctx.obj["home"], quiet=quiet, as_json=as_json) as workshop:
            return function(workshop, **arguments)

    return main.command(function.__name__.rstrip("_"))(run)


@click.group(cls=Storytrack, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="storytrack")
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Where stories are kept.")
@click.pass_context
def main(ctx: click.Context, home: Path | None) -> None:
    """Captions for a newsroom's videos, made, checked and published on its own machines.

    A first story: storytrack caption video.mp4 --story story.md -o site
    """
    ctx.obj = {"home": home}


def hearing_options(function: Command) -> Command:
    """How the video is to be heard: shared by `transcribe` and `caption`."""
    options = (
        click.option("--engine", help="auto, whisper, faster-whisper, or pocketsphinx (embedded, English).  [auto]"),
        click.option("--model", help="A model's name, or the path of a model file.  [turbo; medium to translate]"),
        click.option(
            "--language",
            help="What is spoken (BCP 47: uk); auto, or several to choose from (uk,ru,en), to detect it per section.",
        ),
        click.option(
            "--task",
            type=click.Choice(["transcribe", "translate"]),
            default="transcribe",
            show_default=True,
            help="translate: English subtitles.",
        ),
        click.option(
            "--script", type=FILE, help="The words are known: a text, .vtt or .srt file to be timed to the sound."
        ),
        click.option("--realign", is_flag=True, help="Time the words of the newest captions anew."),
        click.option("--beam", type=click.IntRange(1, 20), help="Beam search of this width: 2 to 5 times slower."),
        click.option("--device", help="auto, cuda, mps or cpu.  [auto]"),
        click.option("--audio-stream", "stream", type=click.IntRange(0), default=0, help="Which sound.  [0]"),
        click.option("--hear-all", is_flag=True, help="Give the engine music and silence too."),
        click.option("--no-hint", "hint", flag_value=False, default=True, help="Do not use the story's text."),
        click.option("--profile", help="The caption rules: web-news, netflix-en, bbc ...  [web-news]"),
        click.option("--over-corrections", is_flag=True, help="New captions may follow those a person has corrected."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def track_options(function: Command) -> Command:
    """Which track of the story: its first captions unless something else is said."""
    function = click.option("--kind", type=KINDS)(function)
    return click.option("--language", help="The track's language (BCP 47).")(function)


@command
@click.argument("story", type=FILE)
@click.argument("video", type=FILE)
@SLUG
def new(workshop: Workshop, story: Path, video: Path, slug: str | None) -> None:
    """Take in a story (Markdown or plain text) and its video."""
    from workflow.sheets import story_facts
    from workflow.steps.stories import named, new_story, read_story

    stored = new_story(
        named(read_story(story), slug), video, store=workshop.store, by=workshop.by, watch=workshop.terminal
    )
    workshop.terminal.result(story_facts(stored), stored.story.slug)


@command
def list_(workshop: Workshop) -> None:
    """The stories there are, the newest first."""
    from workflow.sheets import list_sheet

    workshop.terminal.result(*list_sheet(workshop.store.stories.list()))


@command
@click.argument("slug")
def show(workshop: Workshop, slug: str) -> None:
    """One story: its video, transcript, tracks and publications."""
    from workflow.sheets import story_sheet

    workshop.terminal.result(*story_sheet(slug, workshop.store))


@command
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(workshop: Workshop, slug: str, *, yes: bool) -> int:
    """Delete a story, its captions and its video. What was published stays where it is."""
    stored = workshop.store.stories.get(slug)
    if not yes and not click.confirm(f"Delete {stored.story.headline!r} with its video and captions?", err=True):
        workshop.terminal.note("Nothing was deleted.")
        return 1
    with workshop.store.lock(slug):
        workshop.store.stories.delete(slug, by=workshop.by)
    workshop.terminal.result({"deleted": slug}, f"Deleted {slug}.")
    return 0


@command
@click.argument("slug")
@hearing_options
def transcribe(workshop: Workshop, slug: str, **hearing: Any) -> None:
    """Hear a story's video and build captions from the words."""
    from workflow.bootstrap import Hearing
    from workflow.commands import hear_and_build
    from workflow.sheets import checked_facts, checked_line

    checked = hear_and_build(workshop, workshop.store.stories.get(slug), Hearing(**hearing))
    workshop.terminal.result(checked_facts(slug, checked), checked_line(slug, checked))


@command
@click.argument("slug")
@track_options
@click.option("--profile", help="The caption rules.  [those the track was built under]")
def check(workshop: Workshop, slug: str, profile: str | None, **which: Any) -> int:
    """Check a track against a profile. Exit code 1 when a finding is an error."""
    from workflow.bootstrap import find_profile
    from workflow.checks.finding import Severity
    from workflow.sheets import checked_facts, findings_sheet
    from workflow.steps.captions import check_captions, find_track

    track = find_track(slug, store=workshop.store, **which)
    workshop.store.drafts.settle(slug)
    checked = check_captions(
        workshop.store.stories.get(slug),
        workshop.store.tracks.latest(slug, track.language, track.kind),
        find_profile(profile or track.profile, workshop.settings),
        store=workshop.store,
        watch=workshop.terminal,
    )
    workshop.terminal.result(checked_facts(slug, checked), *findings_sheet(slug, checked))
    return 1 if checked.count(Severity.ERROR) else 0


@command
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--language", required=True, help="The language of the captions (BCP 47).")
@click.option("--kind", type=KINDS, default="captions", show_default=True, help="subtitles: a translation.")
@click.option("--label", default="", help="What the reader's menu shows.")
def import_(workshop: Workshop, slug: str, file: Path, **which: Any) -> None:
    """Take in a caption file (WebVTT or SRT) as the next revision of a track."""
    from workflow.sheets import revision_facts, revision_line
    from workflow.steps.exchange import import_track

    stored = workshop.store.stories.get(slug)
    with workshop.store.lock(slug):
        revision = import_track(stored, file, store=workshop.store, by=workshop.by, watch=workshop.terminal, **which)
    workshop.terminal.result(revision_facts(slug, revision), revision_line(slug, revision))


@command
@click.argument("slug")
@track_options
@click.option("--format", "form", type=click.Choice(["vtt", "srt", "txt", "json"]), default="vtt", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of stdout.")
def export(workshop: Workshop, slug: str, form: Any, output: Path | None, **which: Any) -> None:
    """Write a track as WebVTT, SRT or plain text, or its transcript with word times as JSON."""
    from workflow.steps.captions import find_track
    from workflow.steps.exchange import export_track, write_text

    track = find_track(slug, store=workshop.store, **which)
    workshop.store.drafts.settle(slug)
    text = export_track(workshop.store.tracks.latest(slug, track.language, track.kind), form, store=workshop.store)
    if output is None and not workshop.terminal.as_json:
        click.echo(text, nl=False)
    elif output is None:
        workshop.terminal.result({"slug": slug, "format": form, "text": text})
    else:
        write_text(output, text)
        workshop.terminal.result({"slug": slug, "format": form, "written": str(output)}, f"Wrote {output}.")


@command
@click.argument("slug")
@track_options
def history(workshop: Workshop, slug: str, **which: Any) -> None:
    """A track's revisions: who made each, when, and what reviewers decided."""
    from workflow.sheets import history_sheet
    from workflow.steps.captions import find_track

    track = find_track(slug, store=workshop.store, **which)
    with workshop.store.drafts.look(track.id) as look:
        revisions, decisions = look.facts(), look.approvals()
    workshop.terminal.result(*history_sheet(track, revisions, decisions))


@command
@click.argument("slug")
@track_options
@click.option("--note", default="", help="A note, kept with the approval.")
def approve(workshop: Workshop, slug: str, note: str, **which: Any) -> None:
    """Approve a track as it is now; readers get the approved captions until others are approved."""
    from workflow.bootstrap import open_desk
    from workflow.steps.captions import find_track

    track = find_track(slug, store=workshop.store, **which)
    number = open_desk(workshop.settings, workshop.store).approve(track.id, workshop.by, note)
    said = f"{slug}: {track.language} {track.kind}, revision {number}, approved by {workshop.by}."
    workshop.terminal.result({"slug": slug, "track": track.id, "approved": number}, said)


@command
@click.argument("slug")
@click.option("--to", "target", type=FILE, required=True, help="The folder to publish into.")
@click.option("--drop-previous", is_flag=True, help="Remove the captions published before at once, for a grave error.")
def publish(workshop: Workshop, slug: str, target: Path, *, drop_previous: bool) -> None:
    """Publish the story's page, video and captions into a folder that any web server can serve."""
    from workflow.commands import publish_to
    from workflow.sheets import receipt_facts, receipt_line, receipt_notes

    receipt = publish_to(workshop, workshop.store.stories.get(slug), target, keep_previous=not drop_previous)
    workshop.terminal.result(receipt_facts(slug, receipt), receipt_line(receipt))
    for note in receipt_notes(receipt):
        workshop.terminal.note(note)


@command
@click.argument("video", type=FILE)
@click.option("--story", type=FILE, help="The story's text; without it the video's name is the headline.")
@click.option("--to", "-o", "target", type=FILE, help="The folder to publish into.  [./SLUG]")
@SLUG
@hearing_options
def caption(
    workshop: Workshop, video: Path, story: Path | None, target: Path | None, slug: str | None, **hearing: Any
) -> None:
    """All in one go: take in, transcribe, build, check, publish. Interrupted, the same command goes on."""
    from workflow.bootstrap import Hearing
    from workflow.checks.finding import Severity
    from workflow.commands import caption_video
    from workflow.sheets import checked_facts, checked_line, receipt_facts, receipt_line, receipt_notes

    stored, checked, receipt = caption_video(workshop, video, story, target, Hearing(**hearing), slug=slug)
    slug = stored.story.slug
    facts = checked_facts(slug, checked) | receipt_facts(slug, receipt)
    workshop.terminal.result(facts, checked_line(slug, checked), receipt_line(receipt))
    if checked.count(Severity.ERROR):
        workshop.terminal.warn(f"Readers get captions with errors in them: `storytrack check {slug}` shows each.")
    for note in receipt_notes(receipt):
        workshop.terminal.note(note)


@command
@click.argument("folder", type=FILE)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True)
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def serve(workshop: Workshop, folder: Path, host: str, port: int, *, open_browser: bool) -> None:
    """Serve a published folder on this machine, until Ctrl-C."""
    from workflow.publish.serve import serve as serve_folder

    def ready(url: str) -> None:
        workshop.terminal.result({"url": url}, f"The story is at {url}  (Ctrl-C stops)")

    serve_folder(folder, host=host, port=port, open_browser=open_browser, ready=ready)


@command
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0: other machines may come in, too.")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--allow-host", "allowed", multiple=True, metavar="NAME", help="A name that a proxy in front passes on.")
@click.option("--no-open", "open_browser", flag_value=False, default=True, help="Do not open the browser.")
def ui(workshop: Workshop, host: str, port: int, allowed: tuple[str, ...], *, open_browser: bool) -> None:
    """Review captions in the browser, until Ctrl-C. Whoever has the link that is printed can come in."""
    from workflow.screens import find_server, open_in_browser

    server = find_server()
    if server.is_open_to_others(host):
        workshop.terminal.warn(
            "Other machines can reach this server, and nothing is encrypted on the way: outside your own network put a"
            " proxy with TLS in front of it (--allow-host)."
        )

    def ready(link: str) -> None:
        workshop.terminal.result({"url": link}, f"Open {link}  (Ctrl-C stops)")
        if open_browser:
            open_in_browser(link)

    server.serve(workshop.settings, host=host, port=port, allowed=allowed, ready=ready)


@command
@click.option("--stay", is_flag=True, help="Wait for the next ones, until Ctrl-C.")
def work(workshop: Workshop, *, stay: bool) -> None:
    """Do the transcriptions that were asked for in the browser, one after the other."""
    from datetime import datetime

    from workflow.bootstrap import Workbench
    from workflow.commands import do_job
    from workflow.jobs.worker import work as work_off
    from workflow.progress import Progress, Reporter
    from workflow.steps.shots import look_for_shots
    from workflow.store import Job
    from workflow.terminal import counted

    def perform(job: Job, watch: Reporter) -> int:
        return do_job(Workbench(workshop.settings, workshop.store, watch, job.by), job).revision.track_id

    def spare(progress: Progress) -> None:
        for story in workshop.store.stories.list():
            look_for_shots(story.slug, store=workshop.store, progress=progress)

    def say(sentence: str) -> None:
        workshop.terminal.note(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {sentence}")

    taken = work_off(workshop.store, perform, spare=spare, stay=stay, say=say)
    ended = counted(taken, "transcription") + " worked off."
    workshop.terminal.result({"jobs": taken}, ended if taken else "There is nothing to do, or another worker is at it.")


if __name__ == "__main__":
    main()
