"""Whether a coordinator has looked at a bar again, and kept it (privacy.md, Safety).

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note it."""
    op.add_column("blocks", sa.Column("reviewed", sa.Boolean(), nullable=False, server_default=sa.false()))
