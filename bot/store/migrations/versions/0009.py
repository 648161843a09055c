"""What an alert's cards were last drawn from, and when each was drawn."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("alerts", sa.Column("glance", sa.LargeBinary(), nullable=True))
    op.add_column("deliveries", sa.Column("edited_at", sa.BigInteger(), nullable=True))
