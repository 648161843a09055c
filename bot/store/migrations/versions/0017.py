"""Notices: one private message each for authors of alerts and for admins who have to approve one."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

# Nobody gets a notice about alerts that ended before this migration.
_ENDED = """
UPDATE alerts SET ended_at = created_at
WHERE NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.alert_id = alerts.id
                  AND deliveries.state IN ('waiting', 'sending', 'held'))
AND alerts.state NOT IN ('draft', 'awaiting')
"""


def upgrade() -> None:
    """Add the table and the column."""
    op.add_column("alerts", sa.Column("ended_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "notices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_notices_alert_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("alert_id", "kind", "actor", name="uq_notices_alert_id_kind_actor"),
    )
    op.create_index("ix_notices_due_at", "notices", ["due_at"])
    op.execute(_ENDED)
