"""The command line: parse, call one step, print, choose the exit code.

Exit codes: 0 fine; 1 findings that block (`check`); 2 could not run, with one sentence on stderr; 130 stopped by Ctrl-C.
Results go to stdout, progress and warnings to stderr. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import functools
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow.errors import StorytrackError

if TYPE_CHECKING:
    from workflow.bootstrap import Workshop

Command = Callable[..., int | None]


class Storytrack(click.Group):
    """The group that turns our errors into sentences and exit codes, for every command alike."""

    def invoke(self, ctx: click.Context) -> Any:
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            code = super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo(
                "\nStopped. What was finished is kept: the same command again goes on from there.", err=True
            )
            ctx.exit(130)
        except StorytrackError as error:
            click.echo(f"storytrack: {error}", err=True)
            ctx.exit(2)
        except OSError as error:
            where = f" {error.filename}" if error.filename else ""
            click.echo(f"storytrack: The system refused{where}: {error.strerror or error}.", err=True)
            ctx.exit(2)
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
    def run(ctx: click.Context, /, home: Path | None, *, quiet: bool, as_json: bool, **arguments: Any) -> int | None:
        from workflow.bootstrap import open_workshop  # noqa: PLC0415 - `--help` must not pay for the engines

        with open_workshop(home or ctx.obj["home"], quiet=quiet, as_json=as_json) as workshop:
            return function(workshop, **arguments)

    run.__name__ = function.__name__.rstrip("_")
    return main.command()(run)


@click.group(cls=Storytrack, context_settings={"help_option_names": ["-h", "--help"]})
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
        click.option("--engine", help="auto, whisper, faster-whisper or pocketsphinx (embedded, English).  [auto]"),
        click.option("--model", help="A model's name, or the path of a model file."),
        click.option(
            "--language",
            default="auto",
            help="What is spoken (BCP 47: uk); auto, or several to choose from (uk,ru,en), to detect it per section.",
        ),
        click.option("--task", type=click.Choice(["transcribe", "translate"]), default="transcribe", show_default=True),
        click.option(
            "--script",
            type=click.Path(path_type=Path, dir_okay=False),
            help="The words are known: a text, .vtt or .srt file whose spelling is kept and timed to the sound.",
        ),
        click.option("--realign", is_flag=True, help="Time the words of the newest captions anew, as with --script."),
        click.option("--beam", type=click.IntRange(1, 20), help="Beam search of this width: 2 to 5 times slower."),
        click.option("--device", help="auto, cuda, mps or cpu.  [auto]"),
        click.option("--audio-stream", "stream", type=click.IntRange(0), default=0, help="Which sound, from 0.  [0]"),
        click.option("--hear-all", is_flag=True, help="Give the engine music and silence too."),
        click.option("--no-hint", "hint", is_flag=True, flag_value=False, default=True, help="Forget the story's text."),
        click.option("--profile", help="The newsroom's caption rules: web-news, netflix-en, bbc ...  [web-news]"),
        click.option("--replace", is_flag=True, help="Put the new captions over those a person has edited."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def track_options(function: Command) -> Command:
    """Which track of the story: by default its first captions."""
    function = click.option("--kind", type=click.Choice(["captions", "subtitles", "descriptions", "chapters"]))(function)
    return click.option("--language", help="The track's language (BCP 47).")(function)


@command
@click.argument("story", type=click.Path(path_type=Path))
@click.argument("video", type=click.Path(path_type=Path))
@click.option("--slug", help="The story's name in commands and addresses, instead of one made from the headline.")
def new(workshop: Workshop, story: Path, video: Path, slug: str | None) -> None:
    """Take in a story (Markdown or plain text) and its video."""
    from workflow.steps.stories import new_story, read_story

    told = read_story(story)
    stored = new_story(replace(told, slug=slug) if slug else told, video, store=workshop.store, watch=workshop.terminal)
    workshop.terminal.result(workshop.facts(stored), stored.story.slug)


@command
def list_(workshop: Workshop) -> None:
    """The stories there are."""
    workshop.terminal.result(*workshop.story_list())


@command
@click.argument("slug")
def show(workshop: Workshop, slug: str) -> None:
    """One story: its video, transcripts, tracks and publications."""
    workshop.terminal.result(*workshop.story_sheet(slug))


@command
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(workshop: Workshop, slug: str, yes: bool) -> int:  # noqa: FBT001 - click passes options by name
    """Delete a story, its captions and its video. What was published stays where it is."""
    stored = workshop.store.stories.get(slug)
    if not yes and not click.confirm(f"Delete {stored.story.headline!r} with its video and captions?", err=True):
        workshop.terminal.note("Nothing was deleted.")
        return 1
    with workshop.store.lock(slug):
        workshop.store.stories.delete(slug)
    workshop.terminal.result({"deleted": slug}, f"Deleted {slug}.")
    return 0


@command
@click.argument("slug")
@hearing_options
def transcribe(workshop: Workshop, slug: str, **hearing: Any) -> None:
    """Hear a story's video and build captions from the words."""
    made = workshop.transcribe(slug, workshop.hearing(**hearing))
    workshop.terminal.result(made.facts(), made.summary())


@command
@click.argument("slug")
@track_options
@click.option("--profile", help="The newsroom's caption rules.  [web-news]")
def check(workshop: Workshop, slug: str, **which: Any) -> int:
    """Check a track against a profile. Exit code 1 when a finding is an error."""
    report = workshop.check(slug, **which)
    workshop.terminal.result(report.facts(), *report.lines())
    return 1 if report.errors else 0


@command
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--language", required=True, help="The language of the captions (BCP 47).")
@click.option(
    "--kind", type=click.Choice(["captions", "subtitles", "descriptions", "chapters"]), default="captions",
    help="captions: the spoken language, for deaf readers; subtitles: a translation.  [captions]",
)  # fmt: skip
@click.option("--label", default="", help="What the reader's menu shows.")
def import_(workshop: Workshop, slug: str, file: Path, language: str, kind: str, label: str) -> None:
    """Take in a caption file (WebVTT or SRT) as a new revision of a track."""
    revision = workshop.import_track(slug, file, language=language, kind=kind, label=label)
    facts = workshop.revision_facts(revision)
    workshop.terminal.result(facts, f"{slug}: {facts['kind']} {facts['language']} r{facts['revision']}, {facts['cues']} cues")


@command
@click.argument("slug")
@track_options
@click.option("--format", "form", type=click.Choice(["vtt", "srt", "txt", "json"]), default="vtt", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of stdout.")
def export(workshop: Workshop, slug: str, form: str, output: Path | None, **which: Any) -> None:
    """Write a track as WebVTT, SRT or plain text, or the transcript with word times as JSON."""
    text = workshop.export(slug, form, **which)
    if output is None:
        click.echo(text, nl=False)
        return
    workshop.write(output, text)
    workshop.terminal.result({"written": str(output)}, f"Wrote {output}.")


@command
@click.argument("slug")
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="The folder to publish into.")
def publish(workshop: Workshop, slug: str, target: Path) -> None:
    """Publish the story's page, video and captions into a folder that any web server can serve."""
    receipt = workshop.publish(slug, target)
    workshop.terminal.result(receipt.facts(), receipt.summary())


@command
@click.argument("video", type=click.Path(path_type=Path))
@click.option("--story", type=click.Path(path_type=Path), help="The story's text; without it the file's name is the headline.")
@click.option("--to", "-o", "target", type=click.Path(path_type=Path), help="The folder to publish into.  [./SLUG]")
@hearing_options
def caption(workshop: Workshop, video: Path, story: Path | None, target: Path | None, **hearing: Any) -> None:
    """All in one go: take in, transcribe, caption, check, publish. Run again after an interruption, it goes on."""
    receipt = workshop.caption(video, story, target, workshop.hearing(**hearing))
    workshop.terminal.result(receipt.facts(), receipt.summary())


@command
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True)
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def serve(workshop: Workshop, folder: Path, host: str, port: int, open_browser: bool) -> None:  # noqa: FBT001 - by name
    """Serve a published folder on this machine, until Ctrl-C."""
    workshop.serve(folder, host=host, port=port, open_browser=open_browser)


if __name__ == "__main__":
    sys.exit(main())
