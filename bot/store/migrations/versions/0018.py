"""What is kept for a while after a person is forgotten: used slots and allowances, suspensions and wrong codes."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the tables, and the column for calls whose caller is already counted among the people."""
    op.add_column("calls", sa.Column("adds_person", sa.BigInteger(), nullable=False, server_default="1"))
    op.create_table(
        "past_entries",
        *(
            sa.Column(name, sa.LargeBinary(), nullable=False)
            for name in ("account", "entry", "campaign", "day", "slot", "seat")
        ),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("rank", "at", "expires_at")),
        sa.PrimaryKeyConstraint("account", "entry", name="pk_past_entries"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_past_entries_expires_at", "past_entries", ["expires_at"], unique=False)
    op.create_table(
        "guards",
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("suspended_at", sa.BigInteger(), nullable=True),
        sa.Column("suspended_until", sa.BigInteger(), nullable=True),
        sa.Column("org_id", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("wrong_codes", sa.BigInteger(), nullable=True),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.Column("codes_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("account", name="pk_guards"),
    )
