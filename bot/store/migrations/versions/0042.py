"""What reports count, kept by triggers on calls and positions: see `report_triggers`."""

# ruff: noqa: S608 - the statements are put together from the words of that module

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.report_triggers import (
    ASKED,
    ASKER_COLUMNS,
    ASKER_KEY,
    ASKER_LINES,
    ASKER_SCOPES,
    ASKER_VALUES,
    COLUMNS,
    KEY,
    LINES,
    PERIOD,
    PERIODS,
    POSTGRES_FUNCTIONS,
    POSTGRES_TRIGGERS,
    SQLITE_TRIGGERS,
)

revision = "0042"
down_revision = "0041"

_ANSWER = ["campaign_id", "slot", "place", "congress", "ask", "value", "period", "org_id"]  # finds its last day


def _columns(names: tuple[str, ...]) -> list[sa.Column[Any]]:
    numbers = ("congress", "n")
    return [
        sa.Column(name, sa.BigInteger() if name in numbers else sa.Text(), nullable=False) for name in (*names, "n")
    ]


def _create_tables() -> None:
    op.create_table(
        "report_totals",
        *_columns(KEY),
        sa.PrimaryKeyConstraint(*KEY, name="pk_report_totals"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_askers",
        *_columns(ASKER_KEY),
        sa.PrimaryKeyConstraint(*ASKER_KEY, name="pk_report_askers"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_report_askers_person_id_people"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_changes",
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("part", sa.BigInteger(), nullable=False),
        *_columns(KEY[1:]),
        sa.PrimaryKeyConstraint("campaign_id", "part", name="pk_report_changes"),
        sqlite_with_rowid=False,
    )
    answers = sa.text("about = 'position' AND period < 'campaign'")
    op.create_index(
        "ix_report_totals_answers", "report_totals", _ANSWER, sqlite_where=answers, postgresql_where=answers
    )
    for name in ("report_totals", "report_askers"):  # finds rows to delete
        empty = sa.text("n = 0")
        op.create_index(f"ix_{name}_empty", name, ["n"], sqlite_where=empty, postgresql_where=empty)


def _count_all() -> None:
    """Count the lines of every call. This runs before the triggers exist."""
    key = COLUMNS.replace("period", PERIOD)
    op.execute(
        f"INSERT INTO report_askers ({ASKER_COLUMNS}, n) SELECT {ASKER_VALUES}, count(*) "
        f"FROM report_asker_lines CROSS JOIN {PERIODS} CROSS JOIN {ASKER_SCOPES} GROUP BY {ASKER_VALUES}"
    )
    op.execute(
        f"INSERT INTO report_totals ({COLUMNS}, n) "
        f"SELECT {key}, count(*) FROM report_lines CROSS JOIN {PERIODS} GROUP BY {key}"
    )
    op.execute(
        f"INSERT INTO report_totals ({COLUMNS}, n) SELECT {ASKED.format(row='report_askers')}, count(*) "
        f"FROM report_askers GROUP BY {', '.join(ASKER_KEY[1:])}"
    )


def upgrade() -> None:
    """Create the tables, views and triggers, and count the calls there are."""
    has_processes = op.get_bind().dialect.name == "postgresql"
    if has_processes:  # an older version may be logging calls: they wait
        op.execute("LOCK TABLE calls, positions IN SHARE ROW EXCLUSIVE MODE")
    _create_tables()
    op.execute(LINES)
    op.execute(ASKER_LINES)
    _count_all()
    for statement in (*POSTGRES_FUNCTIONS, *POSTGRES_TRIGGERS) if has_processes else SQLITE_TRIGGERS:
        op.execute(statement)
