"""Pages to coordinators, until one of them has it (experience.md, A page).

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "pages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("all_at", sa.BigInteger(), nullable=False),
        sa.Column("next_step_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("uq_pages_about", "pages", ["about", "community", "kind"], unique=True)
    op.create_index("ix_pages_due", "pages", ["next_step_at"])
