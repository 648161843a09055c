"""Totals by district, computed from the stored calls."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_COUNTED = "removed_at IS NULL AND counted = 1"


def upgrade() -> None:
    """Add the index and the totals."""
    op.create_index(
        "ix_calls_district_counted_at",
        "calls",
        ["campaign_id", "district", "counted_at"],
        unique=False,
        sqlite_where=sa.text(_COUNTED),
        postgresql_where=sa.text(_COUNTED),
    )
    for period in ("day", "week", "'campaign'"):
        op.execute(
            'INSERT INTO counters (campaign_id, period, "by", scope, key, n, people, last_at) '  # noqa: S608 - constants
            f"SELECT campaign_id, {period}, 'district', '', district, count(*), count(DISTINCT person_id), "
            f"max(counted_at) FROM calls WHERE {_COUNTED} AND district IS NOT NULL "
            f"GROUP BY campaign_id, district{'' if period.startswith(chr(39)) else f', {period}'}"
        )
