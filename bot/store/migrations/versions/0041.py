"""Changes to counters, appended by calls on PostgreSQL, and a view of the counters with them."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

_SUMMED = """
    CREATE VIEW current_totals AS
    SELECT campaign_id, period, "by", scope, "key",
        sum(n)::bigint AS n, sum(people)::bigint AS people, max(last_at) AS last_at
    FROM (
        SELECT campaign_id, period, "by", scope, "key", n, people, last_at FROM counters
        UNION ALL
        SELECT campaign_id, period, "by", scope, "key", n, people, last_at FROM counter_changes
    ) AS parts
    GROUP BY campaign_id, period, "by", scope, "key"
"""
# SQLite has one writer, which changes counters in place.
_PLAIN = "CREATE VIEW current_totals AS SELECT * FROM counters"


def upgrade() -> None:
    """Create the table and the view."""
    op.create_table(
        "counter_changes",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("campaign_id", "period", "by", "scope", "key")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("part", "n", "people", "last_at")),
        sa.PrimaryKeyConstraint("campaign_id", "period", "by", "scope", "key", "part", name="pk_counter_changes"),
        sqlite_with_rowid=False,
    )
    op.execute(_SUMMED if op.get_bind().dialect.name == "postgresql" else _PLAIN)
