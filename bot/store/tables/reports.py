"""What reports are made of: offices' answers, forgotten people's anonymous share, and reports that orgs sent."""

from collections.abc import Iterator
from typing import Any

from bot.store.sql import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from bot.store.tables.base import metadata

# One answer to each ask of a call. It doesn't name the caller; only its call does.
positions = Table(
    "positions",
    metadata,
    Column("call_id", Text, ForeignKey("calls.id"), nullable=False),
    Column("ask", Text, nullable=False),  # its key in the campaign's file
    Column("position", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("call_id", "ask"),
    sqlite_with_rowid=False,
)

# Forgotten people's share of reports. Each number is separate, so that no single call can be reconstructed.
anonymous_reports = Table(
    "anonymous_reports",
    metadata,
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("org_id", Text, ForeignKey("orgs.id"), nullable=False),
    Column("about", Text, nullable=False),  # office, position, asked, district or postcard
    Column("subject", Text, nullable=False),  # the office, the slot or the district, or empty
    Column("ask", Text, nullable=False),  # empty if it is about none
    Column("value", Text, nullable=False),  # the outcome, the position or the status
    Column("n", BigInteger, nullable=False),
    Column("people", BigInteger, nullable=False),
    Column("last_day", Text, nullable=False),  # empty if it doesn't matter
    PrimaryKeyConstraint("campaign_id", "org_id", "about", "subject", "ask", "value"),
    sqlite_with_rowid=False,
)


day_reports = Table(
    "day_reports",
    metadata,
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("day", Text, nullable=False),  # campaign-local
    Column("org_id", Text, ForeignKey("orgs.id"), nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("campaign_id", "day", "org_id"),
)

# Admins, by their random id in the audit trail, and when their next message about a day is due.
report_notices = Table(
    "report_notices",
    metadata,
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("day", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("id", Text, nullable=False),  # of the message, so that a platform posts it once
    Column("since", BigInteger, nullable=False),  # when it was first due
    Column("due_at", BigInteger),  # when to try it; null while there is nothing new
    Column("sent_at", BigInteger),  # the last time
    PrimaryKeyConstraint("campaign_id", "day", "actor"),
    Index("ix_report_notices_due_at", "due_at"),
)


_LINE = ("campaign_id", "about", "period", "org_id", "slot", "office", "place", "congress", "ask", "value")


def _make_line_columns(*without: str) -> Iterator[Column[Any]]:
    """What a line of a report is about: see ``report_totals``."""
    for name in _LINE:
        if name not in without:
            yield Column(name, BigInteger if name == "congress" else Text, nullable=False)


_EMPTY, _ANSWERS = text("n = 0"), text("about = 'position' AND period < 'campaign'")
_KNOWN = text("about = 'known'")

# How many calls, people or postcards there are for each line of reports. Triggers on calls, positions and postcards
# keep it (migrations 0042 and 0046), so that each statement that changes one counts, of older versions too.
#
# ``about`` is ``office`` (calls with an outcome, as ``value``), ``position`` (answers to ``ask``, as ``value``),
# ``answer`` (the same in whole campaigns, for all orgs together), ``asked`` (the people who put ``ask`` to the target),
# ``postcard`` (those with a status, as ``value``, in whole campaigns) or ``known`` (the people who heard ``value`` from
# a target, by the last day on which they did). ``period`` is the whole campaign or a day.
# ``place`` and ``congress`` say whose office a slot means that names no member; otherwise they are empty and 0.
# ``office`` is empty where the answers count for the target.
report_totals = Table(
    "report_totals",
    metadata,
    *_make_line_columns(),
    Column("n", BigInteger, nullable=False),
    Index("ix_report_totals_empty", "n", sqlite_where=_EMPTY, postgresql_where=_EMPTY),
    # Finds the last day of an answer.
    Index(
        "ix_report_totals_answers",
        *("campaign_id", "slot", "place", "congress", "ask", "value", "period", "org_id"),
        sqlite_where=_ANSWERS,
        postgresql_where=_ANSWERS,
    ),
    PrimaryKeyConstraint(*_LINE),
    sqlite_with_rowid=False,
)

# How often each person put an ask to a target: each row counts as one in ``asked``. A person may call for several orgs,
# so rows with an empty ``org_id`` are about all of them.
report_askers = Table(
    "report_askers",
    metadata,
    Column("person_id", Text, ForeignKey("people.id"), nullable=False),
    *_make_line_columns("about", "office", "value"),
    Column("n", BigInteger, nullable=False),
    Index("ix_report_askers_empty", "n", sqlite_where=_EMPTY, postgresql_where=_EMPTY),
    PrimaryKeyConstraint("person_id", "campaign_id", "org_id", "period", "slot", "place", "congress", "ask"),
    sqlite_with_rowid=False,
)

# The last day on which each person heard a position from a target, other than no answer: each row counts as one in
# ``known``. Triggers on calls and positions keep it (migration 0049).
position_callers = Table(
    "position_callers",
    metadata,
    Column("person_id", Text, ForeignKey("people.id"), nullable=False),
    *(Column(name, Text, nullable=False) for name in ("campaign_id", "slot", "ask", "position")),
    Column("last_day", Text, nullable=False),  # campaign-local
    PrimaryKeyConstraint("person_id", "campaign_id", "slot", "ask", "position"),
    sqlite_with_rowid=False,
)

# Changes to ``report_totals``, as PostgreSQL's triggers append them, to be folded soon (`core.totals.counter_changes`).
report_changes = Table(
    "report_changes",
    metadata,
    Column("campaign_id", Text, nullable=False),
    Column("part", BigInteger, nullable=False),  # a random number
    *_make_line_columns("campaign_id"),
    Column("n", BigInteger, nullable=False),
    Index("ix_report_changes_known", "campaign_id", "slot", sqlite_where=_KNOWN, postgresql_where=_KNOWN),
    PrimaryKeyConstraint("campaign_id", "part"),
    sqlite_with_rowid=False,
)

# Views of what each call adds to ``report_totals`` and ``report_askers``, with its ``day`` instead of a period.
report_lines = Table(
    "report_lines",
    MetaData(),
    Column("call_id", Text),
    Column("day", Text),
    *_make_line_columns("period"),
)
report_asker_lines = Table(
    "report_asker_lines",
    MetaData(),
    Column("call_id", Text),
    Column("day", Text),
    Column("person_id", Text),
    *_make_line_columns("period", "about", "office", "value"),
)
# And of what each postcard adds to ``report_totals``.
report_postcard_lines = Table("report_postcard_lines", MetaData(), *_make_line_columns("period"))
