"""Until when a process redraws a posted card."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Add the column."""
    op.add_column("deliveries", sa.Column("edit_lease", sa.BigInteger(), nullable=True))
