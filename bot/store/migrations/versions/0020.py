"""A hidden public name stays hidden after its person is forgotten, as a suspension does."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the column. It is empty for people who were forgotten earlier."""
    op.add_column("guards", sa.Column("name_until", sa.BigInteger(), nullable=True))
