"""Decisions that people make by command while a campaign runs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "campaign_changes",
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("file_status", sa.Text(), nullable=False),
        sa.Column("file_opens_at", sa.BigInteger(), nullable=True),
        sa.Column("file_closes_at", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_changes_campaign_id"),
        sa.PrimaryKeyConstraint("campaign_id", name="pk_campaign_changes"),
    )
