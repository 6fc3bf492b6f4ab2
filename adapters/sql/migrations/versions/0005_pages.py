"""Pages to coordinators, and side chats beside a talk (experience.md, A page).

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
    op.add_column("seats", sa.Column("beside", sa.Boolean(), nullable=False, server_default=sa.false()))
    live, going_on = sa.text("live"), sa.text("ended_at IS NULL")
    op.drop_index("uq_seats_live", "seats")
    op.create_index(
        "uq_seats_live", "seats", ["address", "beside"], unique=True, sqlite_where=live, postgresql_where=live
    )
    op.drop_index("uq_conversations_listener", "conversations")
    op.create_index(
        "uq_conversations_listener", "conversations", ["listener", "kind"], unique=True, sqlite_where=going_on,
        postgresql_where=going_on,
    )  # fmt: skip
