"""Remember which postcards a link made add no person, so that parting lets them add one again."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Add the column."""
    op.add_column("link_postcards", sa.Column("added_person", sa.BigInteger(), nullable=True))
