"""What one server works with: opened when it starts, and asked for by the pages and the routes alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ui.errands import Errands
from workflow.bootstrap import find_profile, open_desk
from workflow.captions.profile import Profile
from workflow.jobs.start import WorkerStarter
from workflow.publish.publication import Receipt
from workflow.settings import Settings
from workflow.steps.insights import Insights
from workflow.steps.overview import Tallies
from workflow.steps.review import Desk
from workflow.store import Store


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The settings, the open store, whoever starts the worker that transcribes, and the desk. Shared by all threads.

    `tallies` are those of the list of stories, `insights` the figures of the work at them; `publishing` are the
    publications under way, by the stories' names.
    """

    settings: Settings
    store: Store
    starter: WorkerStarter
    desk: Desk
    tallies: Tallies
    insights: Insights
    publishing: Errands[Receipt]


@contextmanager
def opened(settings: Settings) -> Iterator[Newsroom]:
    """The newsroom of these settings, which is also what `newsroom()` gives until the end. Raises `StoreError`."""
    global _open  # noqa: PLW0603  Streamlit runs a page's script itself and passes it nothing
    with Store(settings.home, url=settings.database) as store:

        def profile(key: str) -> Profile:
            return find_profile(key or None, settings)

        _open = Newsroom(
            settings,
            store,
            WorkerStarter(settings.home),
            open_desk(settings, store),
            Tallies(store, profile),
            Insights(store, profile),
            Errands(),
        )
        try:
            yield _open
        finally:
            _open = None


def newsroom() -> Newsroom:
    """The newsroom that this process serves."""
    if _open is None:
        raise RuntimeError("No newsroom is open: pages run in `storytrack ui`, or inside `opened`.")
    return _open


_open: Newsroom | None = None
