"""Shifts, what became of single ones, who is away, which gaps were told of, private calendars (routing.md, On call).

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.add_column("listeners", sa.Column("away_from", sa.BigInteger(), nullable=True))
    op.add_column("listeners", sa.Column("away_until", sa.BigInteger(), nullable=True))
    op.create_table(
        "shifts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community", sa.String(length=32), nullable=False),
        sa.Column("listener", sa.String(length=32), nullable=False),
        sa.Column("starts", sa.String(length=16), nullable=False),
        sa.Column("ends", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("repeat", sa.String(length=8), nullable=False),
        sa.Column("last_day", sa.String(length=10), nullable=True),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("next_step_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["listener"], ["listeners.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_shifts_community", "shifts", ["community"])
    op.create_index("ix_shifts_listener", "shifts", ["listener"])
    op.create_index("ix_shifts_due", "shifts", ["next_step_at"])
    op.create_table(
        "shift_changes",
        sa.Column("shift", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("change", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["shift"], ["shifts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shift", "day"),
    )
    op.create_table(
        "gaps_told",
        sa.Column("community", sa.String(length=32), nullable=False),
        sa.Column("starts", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("ahead", sa.Integer(), nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "starts", "ahead"),
    )
    op.create_table(
        "feeds",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("listener", sa.String(length=32), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["listener"], ["listeners.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("secret_hash"),
    )
    op.create_index("uq_feeds_listener", "feeds", ["listener", "whole"], unique=True)
