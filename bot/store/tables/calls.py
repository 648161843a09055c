"""Calls, the requests they came with, and the totals that boards show."""

from bot.store.sql import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from bot.store.tables.base import holds, metadata

calls = Table(
    "calls",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reference", Text, nullable=False),  # the short form people read aloud
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("person_id", Text, ForeignKey("people.id")),  # null once forgotten
    Column("slot", Text, nullable=False),  # the target that the call counts for
    Column("office", Text, nullable=False),  # the office that was called
    Column("day", Text, nullable=False),  # campaign-local
    Column("week", Text, nullable=False),  # the day's ISO week, 2026-W47
    Column("outcome", Text, nullable=False),
    Column("why", Text),  # why it didn't get through, if the caller said: busy, full, no_answer, hung_up
    Column("counted", BigInteger, nullable=False),
    Column("org_id", Text, ForeignKey("orgs.id"), nullable=False),
    Column("chapter_id", Text, ForeignKey("chapters.id"), nullable=False),
    Column("state", Text),
    Column("district", Text),
    Column("language", Text, nullable=False),
    Column("script_version", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("logged_at", BigInteger, nullable=False),
    Column("counted_at", BigInteger),  # when it became a completed call
    # The same, or when it was logged, adjusted to keep the order of the person's entries: a clock may be set back.
    Column("entered_at", BigInteger, nullable=False, server_default="0"),
    # 0 if earlier calls, which no longer name the caller, already count them among the people.
    Column("adds_person", BigInteger, nullable=False, server_default="1"),
    Column("removed_at", BigInteger),
    Column("removed_as", Text),  # undo, link (a double of another call), or the fixed reason of a void
)

_LIVE = text("removed_at IS NULL")
_COUNTED = text("removed_at IS NULL AND counted = 1")

Index(
    "uq_calls_slot_day",
    calls.c.person_id,
    calls.c.campaign_id,
    calls.c.slot,
    calls.c.day,
    unique=True,
    sqlite_where=_LIVE,
    postgresql_where=_LIVE,
)
Index("ix_calls_person_id_entered_at", calls.c.person_id, calls.c.entered_at)
Index("ix_calls_reference", calls.c.reference)
# Finds recent outcomes at an office.
Index("ix_calls_office_logged_at", calls.c.office, calls.c.logged_at, sqlite_where=_LIVE, postgresql_where=_LIVE)
# Finds the last call that still counts, for a group whose last one was undone.
for _group in ("org_id", "chapter_id", "state", "district"):
    Index(
        f"ix_calls_{_group}_counted_at",
        calls.c.campaign_id,
        calls.c[_group],
        calls.c.counted_at,
        sqlite_where=_COUNTED,
        postgresql_where=_COUNTED,
    )

requests = Table(
    "requests",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of the platform's request id
    Column("answer", Text, nullable=False, info=holds("json")),  # null once the person was forgotten
    Column("at", BigInteger, nullable=False),
    Column("account", LargeBinary),  # the key of the account that asked
)


def _make_totals(name: str, *more: Column[int]) -> Table:
    """A table of totals, keyed by campaign, period, what is grouped by, org and group.

    ``scope`` is the org whose people a row is about, or empty for everybody; ``people`` counts persons, exactly,
    so that small groups can be folded.
    """
    return Table(
        name,
        metadata,
        Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
        Column("period", Text, nullable=False),  # campaign, 2026-11-22, 2026-W47
        Column("by", Text, nullable=False),
        Column("scope", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("n", BigInteger, nullable=False),
        Column("people", BigInteger, nullable=False),
        Column("last_at", BigInteger, nullable=False),
        *more,
        PrimaryKeyConstraint("campaign_id", "period", "by", "scope", "key"),
        sqlite_with_rowid=False,
    )


counters = _make_totals("counters")  # what boards show, kept in the call's own transaction
Index("ix_counters_board", *(counters.c[name] for name in ("campaign_id", "period", "by", "scope", "n")))

# Changes to the counters that several processes share, as PostgreSQL's calls append them. They are folded into
# ``counters`` soon after. So no call waits for another's commit.
counter_changes = Table(
    "counter_changes",
    metadata,
    *(Column(column.name, column.type, nullable=False) for column in counters.primary_key),
    # A random number. Keys come first, since the quick_check of SQLite 3.40 misreads rows where they don't.
    Column("part", BigInteger, nullable=False),
    *(Column(name, BigInteger, nullable=False) for name in ("n", "people", "last_at")),
    PrimaryKeyConstraint("campaign_id", "period", "by", "scope", "key", "part"),
    sqlite_with_rowid=False,
)
# A view of the counters with their changes. It has the columns of ``counters``, and only migrations make it.
current_totals = counters.to_metadata(MetaData(), name="current_totals")

# Forgotten people's share of every total. ``forgotten`` counts those who asked to be forgotten; the others were only
# removed from old calls.
anonymous_totals = _make_totals(
    "anonymous_totals", Column("forgotten", BigInteger, nullable=False, server_default=text("0"))
)
