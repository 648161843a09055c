"""Campaigns written in chat: their drafts, what waits for a choice, and each campaign's history."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Add the tables. The version that each campaign has now becomes the first in its history."""
    op.create_table(
        "campaign_drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=True),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("base_version", sa.Text(), nullable=True),
        sa.Column("waiting_since", sa.BigInteger(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_campaign_drafts_org_id"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_drafts"),
        sa.UniqueConstraint("campaign_id", name="uq_campaign_drafts_campaign_id"),
    )
    op.create_table(
        "draft_conflicts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["campaign_drafts.id"], name="fk_draft_conflicts_draft_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_conflicts"),
    )
    op.create_index("ix_draft_conflicts_draft", "draft_conflicts", ["draft_id"], unique=False)
    op.create_table(
        "pending_imports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("space", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("base_version", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pending_imports"),
    )
    op.create_table(
        "campaign_history",
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_history_campaign_id"),
        sa.ForeignKeyConstraint(["version"], ["campaign_versions.version"], name="fk_campaign_history_version"),
        sa.PrimaryKeyConstraint("campaign_id", "number", name="pk_campaign_history"),
    )
    op.execute(
        "INSERT INTO campaign_history (campaign_id, number, version, act, actor, at) "
        "SELECT id, 1, version, 'file', NULL, updated_at FROM campaigns"
    )
