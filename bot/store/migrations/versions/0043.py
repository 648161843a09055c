"""The processes that share a database, and their turns at a platform's limits."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

_NUMBERS = ("serves_discord", "is_keeper", "sockets", "foreign_sockets", "started_at", "leased_until")


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "processes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("first_shard", "last_shard", "total_shards")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _NUMBERS),
        sa.PrimaryKeyConstraint("id", name="pk_processes"),
    )
    op.create_table(
        "turns",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("free_at", "blocked_until", "seen_at")),
        sa.PrimaryKeyConstraint("key", name="pk_turns"),
    )
