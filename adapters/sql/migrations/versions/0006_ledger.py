"""The ledger: what people agreed to by a tap (privacy.md, Scopes).

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_CELL = {
    "week": 8, "weekday": 3, "part": 16, "platform": 16, "language": 16, "waited": 8, "lasted": 8, "outcome": 16,
}  # fmt: skip


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "facts",
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in _CELL.items()),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*_CELL),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_feedback_person", "feedback", ["person"])
    op.add_column("follow_ups", sa.Column("kind", sa.String(length=16), nullable=False, server_default="reminder"))
    op.add_column("follow_ups", sa.Column("next_step_at", sa.BigInteger(), nullable=True))
    op.drop_index("uq_follow_ups_person", "follow_ups")
    op.create_index("uq_follow_ups_person", "follow_ups", ["community", "address", "kind"], unique=True)
    timed = sa.text("next_step_at IS NOT NULL")
    op.create_index("ix_follow_ups_due", "follow_ups", ["next_step_at"], sqlite_where=timed, postgresql_where=timed)
    op.create_table(
        "consents",
        sa.Column("listener", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("on_since", sa.BigInteger(), nullable=True),
        sa.Column("on_until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["listener"], ["listeners.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("listener"),
    )
    op.create_table(
        "shift_hours",
        sa.Column("listener", sa.String(length=32), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["listener"], ["listeners.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("listener", "month"),
        sqlite_with_rowid=False,
    )
