"""The worker: takes jobs from the queue and has them done, until none is left."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable

from workflow.errors import StorytrackError
from workflow.jobs.reporter import JobReporter, StopAsked
from workflow.progress import Progress, Reporter
from workflow.store import Job, JobState, Store

Perform = Callable[[Job, Reporter], int]
"""Does a job and gives the id of the track it made."""
Spare = Callable[[Progress], None]
"""Does what nobody waits for. Its progress raises when a job comes in, and it is then called again later."""

_LOOK_EVERY_S = 1.0
_NICENESS = 5
"""The screens, which somebody waits for, come before the worker, which nobody waits for by the millisecond."""


class JobCame(Exception):
    """A job waits: what nobody waits for is left."""


def work(
    store: Store,
    perform: Perform,
    *,
    spare: Spare = lambda _progress: None,
    stay: bool = False,
    say: Callable[[str], None] = print,
) -> int:
    """Do every job there is, then `spare`; with `stay` also those to come, until Ctrl-C. How many were taken up.

    A home has one worker: while another lives, this one does nothing, or waits for its end if it is to `stay`. It holds
    a lock that the operating system frees when a process dies, however it dies, so that a job found running by the
    lock's next holder is known to be abandoned, and is gone on with.
    """
    step_back()
    taken = 0
    while True:
        with store.work_lock() as mine:
            if mine:
                taken += _work_off(store, perform, spare, say)
        if not stay and not (mine and store.jobs.is_waiting()):  # asked for in the moment before the lock was free
            return taken
        if stay:
            time.sleep(_LOOK_EVERY_S)


def step_back() -> None:
    """Let other programs on this machine go first, where the system knows how."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


def _work_off(store: Store, perform: Perform, spare: Spare, say: Callable[[str], None]) -> int:
    taken = _do_jobs(store, perform, say)
    if not taken:
        return 0

    def progress(_share: float) -> None:
        if store.jobs.is_waiting():
            raise JobCame

    while True:
        try:
            spare(progress)
        except JobCame:
            taken += _do_jobs(store, perform, say)
        except (StorytrackError, OSError) as error:
            say(f"Something that nobody waits for was left undone: {_sentence(error)}")
            return taken
        else:
            return taken


def _do_jobs(store: Store, perform: Perform, say: Callable[[str], None]) -> int:
    taken = 0
    while job := store.jobs.claim(os.getpid()):
        taken += 1
        say(f"Job {job.id}, {job.slug}: begun.")
        try:
            store.jobs.end(job.id, JobState.DONE, track_id=perform(job, JobReporter(store, job)))
        except StopAsked:
            store.jobs.end(job.id, JobState.STOPPED)
        except KeyboardInterrupt:
            store.jobs.release(job.id)
            raise
        except Exception as error:
            store.jobs.end(job.id, JobState.FAILED, error=_sentence(error))
        say(f"Job {job.id}, {job.slug}: {_ending(store.jobs.get(job.id))}")
    return taken


def _ending(job: Job) -> str:
    return f"{job.state}{f': {job.error}' if job.error else '.'}"


def _sentence(error: Exception) -> str:
    """What whoever asked for the job reads; the trace of a mistake of ours goes to the worker's log."""
    if isinstance(error, StorytrackError):
        return str(error)
    if isinstance(error, OSError):
        where = f" at {error.filename}" if error.filename else ""
        return f"The system refused{where}: {error.strerror or error}."
    traceback.print_exception(error, file=sys.stderr)
    return "This is a mistake in Storytrack: please report the last lines of logs/worker.log in its home folder."
