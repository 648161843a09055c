"""Members' surnames and first names, which the next update of Congress's data fills."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the columns; what is loaded now has only the name as it is shown."""
    op.add_column("members", sa.Column("last", sa.Text(), nullable=True))
    op.add_column("members", sa.Column("given", sa.Text(), nullable=True))
