"""Where a campaign's content comes from."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add the column. It is null until a file is read again, so that campaigns removed long ago don't come back."""
    op.add_column("campaigns", sa.Column("source", sa.Text(), nullable=True))
