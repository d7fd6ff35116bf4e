"""Publishing to a folder that any web server can serve."""

from __future__ import annotations

import errno
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from workflow.errors import FormatError, PublishError
from workflow.files import sync_folder
from workflow.formats.webvtt import format_webvtt
from workflow.languages import is_language
from workflow.progress import Progress
from workflow.publish.disk import folder_mode, is_final, link_or_copy, write_file
from workflow.publish.page.names import INDEX, MARKER, Names, name_files
from workflow.publish.page.render import asset, render_page, track_label
from workflow.publish.page.words import words_for
from workflow.publish.publication import ON_SCREEN, PageTrack, PublishedFile, Receipt, StoryPage
from workflow.publish.readback import check_caption_file
from workflow.publish.swap import replace_folder
from workflow.publish.target import Marker, aside_of, check_target, claimed, marker_json, new_prefix

# A page that was loading at the moment of a change may ask for its own files a little later.
KEEP_SECONDS = 600
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PLAYED_EVERYWHERE = {".mp4", ".m4v", ".webm", ".mp3", ".m4a", ".aac", ".wav", ".flac"}
_CODECS_PLAYED = {"", "h264", "vp8", "vp9", "av1"}


def publish_folder(
    page: StoryPage, target: Path, *, progress: Progress | None = None, keep_previous: bool = True
) -> Receipt:
    """Write the story page into the folder `target`, whole or not at all.

    Everything is written into a new folder beside the target, the caption files are read back by an independent reader,
    and the new folder takes the target's name (`workflow.publish.swap` says how atomically). The target is created, or
    must be empty, or must be an earlier publication of the same story.

    Files of the publication before stay in the folder under their own names, which no page of ours refers to any more,
    until a publication at least `KEEP_SECONDS` later, so that a page loading at the moment of the change finds its
    captions. `keep_previous=False` removes them at once: for a caption that must not be read again.

    The video is a hard link, which costs no space, if the file is read-only and on the same file system; a file that
    somebody may still change is copied, so that the published video never changes under its captions.

    Raises `PublishError`; what readers had is then still in its place.
    """
    target = target.resolve()
    try:
        check_page(page)
        with claimed(target):
            previous = check_target(page, target)
            return _publish(page, target, previous if keep_previous else None, progress or (lambda _share: None))
    except OSError as error:
        raise _failed(target, error) from error


def check_publication(page: StoryPage, target: Path) -> None:
    """Refuse what `publish_folder` would refuse before it writes anything. Raises `PublishError`."""
    target = target.resolve()
    try:
        check_page(page)
        check_target(page, target)
    except OSError as error:
        raise _failed(target, error) from error


def _publish(page: StoryPage, target: Path, previous: Marker | None, progress: Progress) -> Receipt:
    built = Path(tempfile.mkdtemp(prefix=new_prefix(target), dir=target.parent))
    aside = aside_of(target, built)
    try:
        names = _write_files(page, built, progress)
        sizes = {path.name: path.stat().st_size for path in sorted(built.iterdir())}
        kept = _keep_files(previous, target, built, sizes) if previous else {}
        write_file(built / MARKER, marker_json(Marker(page.story.slug, sizes, kept)))
        # mkdtemp makes folders that only we may enter; a web server is somebody else.
        built.chmod(target.stat().st_mode & 0o7777 if target.exists() else folder_mode())
        sync_folder(built)
        replace_folder(built, target, aside)
    finally:
        # Here stands the new folder if something failed, and the old one if nothing did.
        shutil.rmtree(built, ignore_errors=True)
        if target.exists():
            shutil.rmtree(aside, ignore_errors=True)
    with suppress(OSError):  # the change has happened, and readers have it: no failure to report
        sync_folder(target.parent)
    progress(1.0)
    files = tuple(PublishedFile(name, size) for name, size in sizes.items())
    return Receipt(target, (target / INDEX).as_uri(), files, tuple(kept), _warnings(page, names))


def _write_files(page: StoryPage, folder: Path, progress: Progress) -> Names:
    """Everything but the marker; the captions are read back."""
    style, script = asset("style.css"), asset("player.js")
    poster = page.poster.read_bytes() if page.poster else b""
    names = name_files(page, style=style, script=script, poster=poster)

    total = max(1, page.video.size_bytes)
    # Beside the video all other files are small, so the video counts as nearly everything.
    media = page.media.resolve()
    link_or_copy(
        media,
        folder / names.media,
        link=is_final(media),
        copied=lambda done: progress(0.98 * min(1.0, done / total)),
    )

    contents = {names.style: style, names.script: script, INDEX: render_page(page, names).encode()}
    if names.poster:
        contents[names.poster] = poster
    for page_track, name in zip(page.tracks, names.tracks, strict=True):
        contents[name] = _caption_file(page_track, name)
    for name, content in contents.items():
        write_file(folder / name, content)

    for page_track, name in zip(page.tracks, names.tracks, strict=True):
        check_caption_file(folder / name, page_track.track)
    return names


def _caption_file(page_track: PageTrack, name: str) -> bytes:
    try:
        return format_webvtt(page_track.track).encode()
    except (FormatError, UnicodeEncodeError) as error:
        raise PublishError(f"{name} was not published: {error}") from error


def _keep_files(previous: Marker, target: Path, built: Path, sizes: Mapping[str, int]) -> dict[str, float]:
    """Carry over what a page that is loading now may still ask for. Returns each name with when it was superseded."""
    now = time.time()
    candidates = {name: since for name, since in previous.kept.items() if now - since < KEEP_SECONDS}
    candidates |= dict.fromkeys(previous.files, now)
    kept = {}
    for name, since in candidates.items():
        source = target / name
        ours = Path(name).name == name and name not in (INDEX, MARKER) and name not in sizes
        if ours and source.is_file() and not source.is_symlink():
            link_or_copy(source, built / name, link=True)
            kept[name] = since
    return kept


def check_page(page: StoryPage) -> None:
    """Everything about the page that needs no folder. Raises `PublishError`."""
    slug = page.story.slug
    if not is_language(page.story.language):
        raise PublishError(
            f"The story {slug!r} is in {page.story.language!r}, which is no language tag: set one like en or uk."
        )
    if not any(page_track.track.kind in ON_SCREEN for page_track in page.tracks):
        raise PublishError(f"The story {slug!r} has no captions to publish: run `storytrack transcribe {slug}` first.")
    for page_track in page.tracks:
        _check_track(page_track, slug)
    _check_labels(page)
    if not page.media.is_file():
        raise PublishError(f"The video of {slug!r} is not at {page.media}: put it back, or make the story again.")
    if page.media.stat().st_size != page.video.size_bytes:
        raise PublishError(f"{page.media} is not the video that was captioned, its size differs: make the story again.")
    if page.poster and not page.poster.is_file():
        raise PublishError(f"The poster of {slug!r} is not at {page.poster}: choose another.")


def _check_track(page_track: PageTrack, slug: str) -> None:
    track = page_track.track
    if not track.cues:
        raise PublishError(f"The {track.language} {track.kind} of {slug!r} hold no cue: there is nothing to publish.")
    if not is_language(track.language):
        raise PublishError(
            f"The {track.kind} of {slug!r} are in {track.language!r}, which is no language tag, so browsers would not"
            " offer them: set one like en or uk."
        )


def _check_labels(page: StoryPage) -> None:
    """A reader's menu must not offer the same words twice."""
    words = words_for(page.story.language)
    seen: set[tuple[str, str, str]] = set()
    for page_track in page.tracks:
        label = track_label(page_track, words)
        key = (page_track.track.kind, page_track.track.language.lower(), label)
        if key in seen:
            raise PublishError(
                f"Two tracks of {page.story.slug!r} would both be called {label!r}: label one otherwise."
            )
        seen.add(key)


def _warnings(page: StoryPage, names: Names) -> tuple[str, ...]:
    """What may keep readers from the video, though the page is right."""
    suffix = names.media[names.media.rindex(".") :]
    if suffix in _PLAYED_EVERYWHERE and page.video.video_codec in _CODECS_PLAYED:
        return ()
    kind = f"{suffix} with {page.video.video_codec}" if page.video.video_codec else suffix
    return (f"Some browsers do not play {page.video.name} ({kind}): export it as MP4 with H.264 and AAC.",)


def _failed(target: Path, error: OSError) -> PublishError:
    """The sentence for what the disk said."""
    kept = "what was published before is still there" if target.exists() else "nothing was published"
    if error.errno in _NO_SPACE:
        return PublishError(
            f"The disk is full, so {target} could not be written, and {kept}: make room and publish again."
        )
    why = (error.strerror or str(error)).lower()
    return PublishError(f"{target} could not be written ({why}), and {kept}: choose a folder you may write to.")
