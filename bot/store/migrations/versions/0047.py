"""Which keys each process has, so that a rotation waits for all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    """Add the column."""
    op.add_column("processes", sa.Column("keys", sa.Text()))
