"""What offices answered to asks, and forgotten people's anonymous share of reports."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "positions",
        sa.Column("call_id", sa.Text(), nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_positions_call_id"),
        sa.PrimaryKeyConstraint("call_id", "ask", name="pk_positions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "anonymous_reports",
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_anonymous_reports_campaign_id"),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_anonymous_reports_org_id"),
        sa.PrimaryKeyConstraint(
            "campaign_id", "org_id", "about", "subject", "ask", "value", name="pk_anonymous_reports"
        ),
        sqlite_with_rowid=False,
    )
