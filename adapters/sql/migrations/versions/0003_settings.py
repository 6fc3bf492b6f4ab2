"""What a community sets for itself (routing.md: overridable per community).

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "community_settings",
        sa.Column("community", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=256), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "name"),
    )
    op.add_column("blocks", sa.Column("reference", sa.String(length=16), nullable=False, server_default=""))
