"""Language and zone as a platform told them, kept with accounts; refusals on Slack in words of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_INVITE = "invite @Callboard"  # stood where a permission's name was expected


def upgrade() -> None:
    """Add the column, and name what was refused for want of an invitation."""
    op.add_column("accounts", sa.Column("settings", sa.LargeBinary(), nullable=True))
    for name in ("channels", "deliveries"):
        table = sa.table(name, sa.column("refusal"), sa.column("missing"))
        op.execute(sa.update(table).where(table.c.missing == _INVITE).values(refusal="outside", missing=None))
