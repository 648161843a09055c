"""Committees of Congress and their members."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "committee_seats",
        sa.Column("committee", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_committee_seats_member_id_members"),
        sa.PrimaryKeyConstraint("committee", "member_id", name="pk_committee_seats"),
        sqlite_with_rowid=False,
    )
