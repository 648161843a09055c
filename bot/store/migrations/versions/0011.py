"""What campaigns posted on their own schedule, and people's own reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "strokes",
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("beat", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_strokes_campaign_id"),
        sa.PrimaryKeyConstraint("campaign_id", "beat", "day", name="pk_strokes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reminders",
        sa.Column("account_key", sa.LargeBinary(), nullable=False),
        sa.Column("cron", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_key"], ["accounts.key"], name="fk_reminders_account_key"),
        sa.PrimaryKeyConstraint("account_key", name="pk_reminders"),
    )
    op.create_index("ix_reminders_due", "reminders", ["due_at"], unique=False)
