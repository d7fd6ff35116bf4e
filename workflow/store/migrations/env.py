"""Alembic runs this file for every command; the caller has opened the connection and its transaction."""

from __future__ import annotations

from alembic import context

from workflow.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    transactional_ddl=True,  # a killed migration leaves the tables as they were, in SQLite too
)
with context.begin_transaction():
    context.run_migrations()
