"""Why an admin refused an alert or a change of a campaign, for its author."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    """Add the columns."""
    for table in ("alerts", "change_notices"):
        op.add_column(table, sa.Column("reason", sa.LargeBinary(), nullable=True))
