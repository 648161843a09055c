"""The order in which a person entered their calls, whatever the clock said."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the column, filled from the stored times, and the index that finds a person's last entries."""
    op.add_column("calls", sa.Column("entered_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE calls SET entered_at = coalesce(counted_at, logged_at)")
    op.drop_index("ix_calls_person_id_logged_at", "calls")
    op.create_index("ix_calls_person_id_entered_at", "calls", ["person_id", "entered_at"], unique=False)
