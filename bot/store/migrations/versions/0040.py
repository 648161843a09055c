"""Seats of Congress that an admin marked."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "seat_marks",
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("successor_id", sa.Text(), nullable=True),
        sa.Column("marked_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("holders", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seat", name="pk_seat_marks"),
    )
