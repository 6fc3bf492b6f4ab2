"""The private chats of those on a roster, where they have ids of their own (relay.md, Order, once, whole).

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None is known yet."""
    op.add_column("listeners", sa.Column("room", sa.LargeBinary(), nullable=True))
