"""A hidden public name outlives its person, as a suspension does."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the column; people who were forgotten before it are not held to anything."""
    op.add_column("guards", sa.Column("name_until", sa.BigInteger(), nullable=True))
