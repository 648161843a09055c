"""An alert's words in more languages."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Add the column."""
    op.add_column("alerts", sa.Column("translations", sa.LargeBinary(), nullable=True))
