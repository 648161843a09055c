"""Postcards in the totals of reports, and answers in whole campaigns for all orgs together."""

# ruff: noqa: S608 - the statements are put together from the words of the triggers' modules

from alembic import op

from bot.store.migrations.postcard_triggers import (
    POSTCARD_LINES,
    POSTGRES_POSTCARD_FUNCTIONS,
    POSTGRES_POSTCARD_TRIGGERS,
    SQLITE_POSTCARD_TRIGGERS,
)
from bot.store.migrations.report_triggers import COLUMNS, KEY, POSTGRES_FUNCTIONS, SQLITE_TRIGGERS

revision = "0046"
down_revision = "0045"

_SUMMED = {"about": "'answer'", "org_id": "''"}
_OF_ALL = ", ".join(_SUMMED.get(name, name) for name in KEY)
_GROUPS = ", ".join(name for name in KEY if name not in _SUMMED)
# On PostgreSQL, some changes may not be folded yet.
_SUM_ANSWERS = f"""
    INSERT INTO report_totals ({COLUMNS}, n)
    SELECT {_OF_ALL}, sum(n) FROM (
        SELECT {COLUMNS}, n FROM report_totals UNION ALL SELECT {COLUMNS}, n FROM report_changes
    ) AS kept
    WHERE about = 'position' AND period = 'campaign' GROUP BY {_GROUPS} HAVING sum(n) <> 0
"""
_COUNT_POSTCARDS = f"""
    INSERT INTO report_totals ({COLUMNS}, n)
    SELECT {COLUMNS.replace("period", "'campaign'")}, count(*)
    FROM report_postcard_lines GROUP BY {", ".join(name for name in KEY if name != "period")}
"""


def upgrade() -> None:
    """Count, and let the triggers go on from there."""
    has_processes = op.get_bind().dialect.name == "postgresql"
    if has_processes:  # an older version may be logging calls: they wait
        op.execute("LOCK TABLE calls, positions, postcards IN SHARE ROW EXCLUSIVE MODE")
    op.execute(POSTCARD_LINES)
    op.execute(_SUM_ANSWERS)
    op.execute(_COUNT_POSTCARDS)
    for statement in _list_postgres() if has_processes else _list_sqlite():
        op.execute(statement)


def _list_postgres() -> tuple[str, ...]:
    return *POSTGRES_FUNCTIONS, *POSTGRES_POSTCARD_FUNCTIONS, *POSTGRES_POSTCARD_TRIGGERS


def _list_sqlite() -> tuple[str, ...]:
    replaced = (f"DROP TRIGGER {trigger.split()[2]}" for trigger in SQLITE_TRIGGERS)
    return *replaced, *SQLITE_TRIGGERS, *SQLITE_POSTCARD_TRIGGERS
