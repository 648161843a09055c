"""Postcards that are written but not sent: rows that only their writers' buttons can open."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "unsent_postcards",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("account_key", sa.LargeBinary(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_unsent_postcards"),
    )
    for name in ("account_key", "written_at"):
        op.create_index(f"ix_unsent_postcards_{name}", "unsent_postcards", [name])
