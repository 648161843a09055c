"""What people call the role or channel that leads to a chapter, so that lists can name it."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    """Add the column. Mappings from before have no name until they are made again."""
    op.add_column("chapter_maps", sa.Column("named", sa.LargeBinary(), nullable=True))
