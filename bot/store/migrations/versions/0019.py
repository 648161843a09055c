"""Members' surnames and first names. The next update of the data on Congress fills them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the columns. Until the update, only the displayed name is known."""
    op.add_column("members", sa.Column("last", sa.Text(), nullable=True))
    op.add_column("members", sa.Column("given", sa.Text(), nullable=True))
