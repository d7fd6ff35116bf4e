"""The log of edits made on the screens, revisions that are cut from it, and waivers that hold on to a finding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for name in ("epoch", "edit_number"):
        op.add_column("revisions", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("revisions", sa.Column("cues", sa.JSON(), nullable=True))
    _edits()
    _waivers()


def _edits() -> None:
    op.create_table(
        "edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("command", sa.JSON(), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["track_id"], ["tracks.id"], name="fk_edits_track_id_tracks", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_edits"),
        sa.UniqueConstraint("track_id", "number", name="uq_edits_track_id_number"),
        sa.UniqueConstraint("track_id", "client", "seq", name="uq_edits_track_id_client_seq"),
    )
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(
        "CREATE TRIGGER edits_never_change BEFORE UPDATE ON edits"
        " BEGIN SELECT RAISE(ABORT, 'an edit is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER edits_stay BEFORE DELETE ON edits"
        " WHEN EXISTS (SELECT 1 FROM tracks WHERE tracks.id = OLD.track_id)"
        " BEGIN SELECT RAISE(ABORT, 'an edit is never deleted'); END"
    )


def _waivers() -> None:
    """The table was there and nothing ever wrote to it."""
    op.drop_table("waivers")
    op.create_table(
        "waivers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("check_name", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["track_id"], ["tracks.id"], name="fk_waivers_track_id_tracks", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_waivers"),
    )
    op.create_index("ix_waivers_track_id_fingerprint", "waivers", ["track_id", "fingerprint"], unique=False)
