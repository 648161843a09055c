"""Changes of campaigns that wait for their author's word or another admin's."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Replace the table for imported files, which was never used."""
    op.drop_table("pending_imports")
    op.create_table(
        "campaign_proposals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("base_version", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("waiting_since", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_campaign_proposals_org_id"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_proposals"),
    )
    op.create_table(
        "change_notices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_change_notices"),
        sa.UniqueConstraint("proposal", "kind", "actor", name="uq_change_notices_proposal_kind_actor"),
    )
    op.create_index("ix_change_notices_due_at", "change_notices", ["due_at"], unique=False)
