"""Reports of call-in days sent to the coalition."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "day_reports",
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_day_reports_campaign_id_campaigns"),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_day_reports_org_id_orgs"),
        sa.PrimaryKeyConstraint("campaign_id", "day", "org_id", name="pk_day_reports"),
    )
    op.create_table(
        "report_notices",
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_report_notices_campaign_id_campaigns"),
        sa.PrimaryKeyConstraint("campaign_id", "day", "actor", name="pk_report_notices"),
    )
    op.create_index("ix_report_notices_due_at", "report_notices", ["due_at"])
