"""Phone lines: why a call didn't get through, and an index on an office's latest calls."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_LIVE = sa.text("removed_at IS NULL")


def upgrade() -> None:
    """Add the column and the index."""
    op.add_column("calls", sa.Column("why", sa.Text(), nullable=True))
    op.create_index(
        "ix_calls_office_logged_at",
        "calls",
        ["office", "logged_at"],
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
