"""Routing: waves, rounds, shift state of listeners, reminders that somebody asked for (routing.md).

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.add_column("requests", sa.Column("opened_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("requests", sa.Column("wave_ends_at", sa.BigInteger(), nullable=True))
    op.add_column("requests", sa.Column("danger_at", sa.BigInteger(), nullable=True))
    op.execute("UPDATE requests SET opened_at = arrived_at")
    claimed = sa.text("state = 'claimed'")
    op.create_index("ix_requests_claimed", "requests", ["id"], sqlite_where=claimed, postgresql_where=claimed)
    op.add_column("listeners", sa.Column("practised", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("listeners", sa.Column("willing", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("listeners", sa.Column("backup", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("listeners", sa.Column("topics", sa.String(length=256), nullable=False, server_default=""))
    op.add_column("listeners", sa.Column("gender", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("conversations", sa.Column("asked_over", sa.BigInteger(), nullable=True))
    op.add_column("conversations", sa.Column("kind", sa.String(length=16), nullable=False, server_default="talk"))
    op.add_column("offers", sa.Column("round", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("offers", sa.Column("answer", sa.String(length=16), nullable=False, server_default="standing"))
    op.create_table(
        "duties",
        sa.Column("listener", sa.String(length=32), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("served_at", sa.BigInteger(), nullable=True),
        sa.Column("served", sa.Integer(), nullable=False),
        sa.Column("talked", sa.BigInteger(), nullable=False),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("overlooked", sa.String(), nullable=False),
        sa.Column("cool_until", sa.BigInteger(), nullable=True),
        sa.Column("request", sa.String(length=32), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=True),
        sa.Column("next_step_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["listener"], ["listeners.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("listener"),
    )
    op.create_index("ix_duties_due", "duties", ["next_step_at"])
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community", sa.String(length=32), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("uq_follow_ups_person", "follow_ups", ["community", "address"], unique=True)
