"""Where one shot ends and the next begins.

Every picture is looked at, small and grey. Between two shots it changes at once, by more than it does before and
after (so that neither a moving camera nor a fade is a change), and it stays changed (so that a flash is none).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workflow.media.guard import open_media
from workflow.media.probe import moving_picture
from workflow.media.progress import Progress, Steps
from workflow.media.timeline import claimed_end, zero_of

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

Grey = NDArray[np.int16]

_ROWS, _COLUMNS = 36, 64
"""What a picture is made to: film grain is gone, a face in close-up is not."""
_SIDE_SECONDS = Fraction(3, 10)
"""So long before and after a change the pictures are compared. A flash or a wipe is over by then."""
_FEWEST_SIDE, _MOST_SIDE = 3, 20
"""The same in pictures, for a film of 2 or of 200 a second."""
_LEAST = 5.0
"""A smaller change (mean of all points, white is 255) is noise, or a shot so dark that nobody sees it end."""
_TIMES, _OVER = 6.0, 1.7
"""A change between shots is so many times the mean of the changes around it, or else so many times the greatest of
them: one that is blended over two pictures is only the first, one between fast cameras only the second. Measured: a
fade of a third of a second has 2 and 1, a camera that is shaken 3 and 1.4."""
_STAYS = 0.6
"""What was before and what comes after differ at least by this share of the change; around a flash they do not."""
_MOVED = 0.5
"""Where the one picture, moved a little, is the other but for this share of the change, the camera was jerked."""
_FAR_ROWS, _FAR_COLUMNS = 4, 7
"""So far, in points of the small picture: a tenth of the height and of the width."""
_APART_MS = 500
"""Of changes that are closer only the greatest counts: nobody sets a caption to a shot so brief."""
_MOST_PIXELS = 8192 * 8192
"""More is a trap, not a video: one decoded picture would take 100 MB and more."""


def find_shots(source: Path, *, progress: Progress | None = None) -> tuple[int, ...]:
    """The moments, in milliseconds from the start of the video, at which another shot begins; in order.

    The first shot's is not among them. Empty for a file without a moving picture that can be decoded. Decodes the
    whole video, and holds less than a second of it. Raises NotMedia, BrokenMedia.
    """
    steps = Steps(progress)
    with open_media(source) as container:
        picture = moving_picture(container)
        if picture is None or not picture.codec_context or not 0 < picture.width * picture.height <= _MOST_PIXELS:
            return ()
        side = int(_SIDE_SECONDS * (picture.average_rate or 25))
        watch = _Watch(min(max(side, _FEWEST_SIDE), _MOST_SIDE))
        small, total, zero = _smaller(), claimed_end(container, container.size) or 0, zero_of(container)
        for at, frame in _frames(container, picture):
            steps.reach(float(at - zero), float(total))
            watch.see(round(1000 * (at - zero)), small(frame))
        steps.finish()
        return watch.finish()


def _frames(container: InputContainer, picture: VideoStream) -> Iterator[tuple[Fraction, VideoFrame]]:
    """Every picture that can be decoded, with its time in seconds."""
    import av  # noqa: PLC0415  # heavy, see guard.open_media

    picture.thread_type = "AUTO"
    # Softening the edges of the blocks takes a fifth of the decoding, and nothing of it is left in a small picture.
    picture.codec_context.options = {"skip_loop_filter": "all"}
    for packet in container.demux(picture):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            continue
        for frame in frames:
            if frame.pts is not None and frame.time_base is not None and not frame.is_corrupt:
                yield frame.pts * frame.time_base, frame


def _smaller() -> Callable[[VideoFrame], Grey]:
    """Makes pictures small: their brightness, each point the mean of its part of the picture."""
    from av.video.reformatter import Interpolation, VideoReformatter  # noqa: PLC0415  # heavy, see guard.open_media

    # One for all pictures and without threads: to start those takes five times as long as the work.
    reformatter = VideoReformatter()

    def small(frame: VideoFrame) -> Grey:
        grey = reformatter.reformat(
            frame, width=_COLUMNS, height=_ROWS, format="gray", interpolation=Interpolation.AREA, threads=1
        )
        return grey.to_ndarray().astype(np.int16)

    return small


@dataclass(slots=True)
class _Seen:
    """A picture, when it is shown, and by how much it differs from the one before."""

    at_ms: int
    grey: Grey
    change: float


@dataclass(slots=True)
class _Watch:
    """Sees picture after picture and keeps `side` of them before and after the one it decides about."""

    side: int
    seen: deque[_Seen] = field(default_factory=deque)
    place: int = 0
    """Of the picture that is decided about next, among those that are kept."""
    found: list[tuple[int, float]] = field(default_factory=list)

    def see(self, at_ms: int, grey: Grey) -> None:
        change = _apart(self.seen[-1].grey, grey) if self.seen else 0.0
        self.seen.append(_Seen(at_ms, grey, change))
        if len(self.seen) - self.place > self.side:
            self._decide()

    def finish(self) -> tuple[int, ...]:
        while self.place < len(self.seen):
            self._decide()
        return tuple(at_ms for at_ms, _ in self.found)

    def _decide(self) -> None:
        seen = self.seen[self.place]
        if seen.change >= _LEAST and self._stands_out(seen.change) and self._stays(seen.change):
            before = self.seen[self.place - 1].grey
            if _apart_at_best(before, seen.grey) >= _MOVED * seen.change:
                self._take(seen.at_ms, seen.change)
        if self.place < self.side:
            self.place += 1
        else:
            self.seen.popleft()

    def _stands_out(self, change: float) -> bool:
        around = [one.change for place, one in enumerate(self.seen) if place != self.place]
        return change * len(around) >= _TIMES * sum(around) or change >= _OVER * max(around, default=0.0)

    def _stays(self, change: float) -> bool:
        pictures = [one.grey for one in self.seen]
        return all(
            _apart(before, after) >= _STAYS * change
            for before, after in product(pictures[: self.place], pictures[self.place :])
        )

    def _take(self, at_ms: int, change: float) -> None:
        if not self.found or at_ms - self.found[-1][0] >= _APART_MS:
            self.found.append((at_ms, change))
        elif change > self.found[-1][1]:
            self.found[-1] = (at_ms, change)


def _apart(one: Grey, other: Grey) -> float:
    return float(np.abs(one - other).mean())


def _apart_at_best(one: Grey, other: Grey) -> float:
    """The same, with the one moved so that it fits best; the edges that have no counterpart then do not count."""
    moves = product(range(-_FAR_ROWS, _FAR_ROWS + 1), range(-_FAR_COLUMNS, _FAR_COLUMNS + 1))
    return min(_apart(_part(one, down, right), _part(other, -down, -right)) for down, right in moves)


def _part(grey: Grey, down: int, right: int) -> Grey:
    rows, columns = grey.shape
    return grey[max(0, down) : rows + min(0, down), max(0, right) : columns + min(0, right)]
