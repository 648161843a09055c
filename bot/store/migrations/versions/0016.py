"""Totals by place for each org's people, to check which numbers can be subtracted; and counts of forgotten people."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_COLUMNS = 'campaign_id, period, "by", scope, key, n, people, last_at'
_KEYS = {"state": "state", "district": "coalesce(district, state, '')"}


def upgrade() -> None:
    """Add the column, and recompute the totals by place.

    The org of a forgotten person's calls is no longer known, so those calls stay in a row without an org.
    """
    op.add_column("anonymous_totals", sa.Column("forgotten", sa.BigInteger(), nullable=False, server_default="0"))
    # Some of them may only have been removed from old calls. Counting those as forgotten folds more, never less.
    op.execute("UPDATE anonymous_totals SET forgotten = people")
    op.execute("DELETE FROM counters WHERE \"by\" IN ('state', 'district')")
    for by, key in _KEYS.items():
        for period in ("day", "week", "'campaign'"):
            grouped = f"org_id, {key}" if period.startswith("'") else f"org_id, {key}, {period}"
            op.execute(
                f"INSERT INTO counters ({_COLUMNS}) "  # noqa: S608 - constants
                f"SELECT campaign_id, {period}, '{by}', org_id, {key}, count(*), count(DISTINCT person_id), "
                f"max(counted_at) FROM calls WHERE removed_at IS NULL AND counted = 1 AND {key} IS NOT NULL "
                f"GROUP BY campaign_id, {grouped}"
            )
    op.execute(
        f"INSERT INTO counters ({_COLUMNS}) SELECT {_COLUMNS} FROM anonymous_totals "  # noqa: S608 - constants
        "WHERE \"by\" IN ('state', 'district')"
    )
