"""Who is approved for a line for young people (privacy.md, Minors).

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note it."""
    op.add_column("listeners", sa.Column("youth", sa.Boolean(), nullable=False, server_default=sa.false()))
