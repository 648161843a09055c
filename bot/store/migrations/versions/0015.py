"""The language and zone that a platform reported for an account, and Slack's refusals under their own names."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_INVITE = "invite @Callboard"  # earlier versions stored this in place of a permission's name


def upgrade() -> None:
    """Add the column, and rename refusals whose cause was a missing invitation."""
    op.add_column("accounts", sa.Column("settings", sa.LargeBinary(), nullable=True))
    for name in ("channels", "deliveries"):
        table = sa.table(name, sa.column("refusal"), sa.column("missing"))
        op.execute(sa.update(table).where(table.c.missing == _INVITE).values(refusal="outside", missing=None))
