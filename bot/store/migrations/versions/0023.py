"""Reminders that come once, and whether a reminder's clock was assumed."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add the table and the column, null for earlier reminders: how their zone was chosen is unknown."""
    op.create_table(
        "once_reminders",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_key", sa.LargeBinary(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("assumed", sa.BigInteger(), nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_key"], ["accounts.key"], name="fk_once_reminders_account_key"),
        sa.PrimaryKeyConstraint("id", name="pk_once_reminders"),
    )
    op.create_index("ix_once_reminders_due", "once_reminders", ["due_at"], unique=False)
    op.create_index("ix_once_reminders_account", "once_reminders", ["account_key"], unique=False)
    op.add_column("reminders", sa.Column("assumed", sa.BigInteger(), nullable=True))
