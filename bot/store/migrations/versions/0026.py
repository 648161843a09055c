"""Who opened a campaign's links, and who says they did what is asked there: counted, without names."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "link_taps",
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_link_taps_campaign_id"),
        sa.PrimaryKeyConstraint("campaign_id", "action", "kind", "mark", name="pk_link_taps"),
        sqlite_with_rowid=False,
    )
