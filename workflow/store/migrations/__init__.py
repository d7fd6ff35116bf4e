"""The database's history: one file in `versions` per change of the tables, never edited once released.

A new one begins with `revision`, and `database.SCHEMA` is set to it in the same commit; a test holds the two, and the
models, equal.
"""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def config() -> Config:
    """Alembic's settings for these migrations; the connection is given in `attributes`."""
    settings = Config()
    settings.set_main_option("script_location", "workflow.store:migrations")
    return settings


def knows(version: str) -> bool:
    """Whether `version` is one of these migrations."""
    return version in {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def upgrade(connection: Connection) -> None:
    """Run the migrations that `connection`'s database has not had, inside its transaction."""
    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
