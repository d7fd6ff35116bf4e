"""The audit: what was done, by whom, when. Only ever appended, in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.store.codec import Json
from workflow.store.database import Database
from workflow.store.records import AuditEvent
from workflow.store.tables import AuditEventRow

Clock = Callable[[], datetime]
"""The present moment, with its time zone."""


def append_event(
    session: Session, at: datetime, actor: str, action: str, *, slug: str, what: Mapping[str, Json]
) -> None:
    """Add an event to the transaction of `session`. `action` is in the past tense."""
    session.add(AuditEventRow(at=at, actor=actor, action=action, story=slug, what=dict(what)))


class Events:
    """Reads the audit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, slug: str) -> tuple[AuditEvent, ...]:
        """What happened to a story, the oldest first; also to one that is deleted since."""
        with self._database.read() as session:
            rows = session.scalars(select(AuditEventRow).where(AuditEventRow.story == slug).order_by(AuditEventRow.id))
            return tuple(AuditEvent(row.at, row.actor, row.action, row.story, row.what) for row in rows)
