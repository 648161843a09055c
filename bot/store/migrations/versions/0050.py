"""What a refused campaign was called, for the message to its author."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    """Add the column."""
    op.add_column("change_notices", sa.Column("title", sa.Text()))
