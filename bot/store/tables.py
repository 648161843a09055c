"""The tables. Only text, integers and bytes, which both drivers give back as they took them.

Ids are UUIDv7 as text, times UTC microseconds, days ``YYYY-MM-DD``, flags 0 or 1.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

orgs = Table(
    "orgs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("placeholder", BigInteger, nullable=False),  # 1 for Unaffiliated, whose name is in the catalogues
    Column("created_at", BigInteger, nullable=False),
    Column("archived_at", BigInteger),
    UniqueConstraint("name"),
)

chapters = Table(
    "chapters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("org_id", Text, ForeignKey("orgs.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("placeholder", BigInteger, nullable=False),  # 1 for an org's "No chapter yet"
    Column("created_at", BigInteger, nullable=False),
    Column("archived_at", BigInteger),
    UniqueConstraint("org_id", "name"),
)

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("chapter_id", Text, ForeignKey("chapters.id")),
    Column("profile", LargeBinary),  # encrypted: district, name, language, public name
    Column("public", BigInteger, nullable=False),  # 1 when there is a public name to show
    Column("created_at", BigInteger, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of platform and account: finds, names nobody
    Column("person_id", Text, ForeignKey("people.id"), nullable=False, index=True),
    Column("platform", Text, nullable=False),
    Column("address", LargeBinary, nullable=False),  # encrypted: the platform's id, to reach it
    Column("created_at", BigInteger, nullable=False),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Text, primary_key=True),  # the campaign's key, as its file gives it
    Column("version", Text, ForeignKey("campaign_versions.version"), nullable=False),
    Column("status", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("opens_at", BigInteger),
    Column("closes_at", BigInteger),
    Column("updated_at", BigInteger, nullable=False),
)

campaign_versions = Table(
    "campaign_versions",
    metadata,
    Column("version", Text, primary_key=True),  # SHA-256 of the content
    Column("campaign_id", Text, nullable=False),
    Column("content", Text, nullable=False),  # JSON
    Column("created_at", BigInteger, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reference", Text, nullable=False),  # the short form people read aloud
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("person_id", Text, ForeignKey("people.id")),  # null once forgotten
    Column("slot", Text, nullable=False),  # whom the call counts for
    Column("office", Text, nullable=False),  # where it rang
    Column("day", Text, nullable=False),  # campaign-local
    Column("week", Text, nullable=False),  # the day's ISO week, 2026-W47
    Column("outcome", Text, nullable=False),
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
    Column("removed_at", BigInteger),
    Column("removed_as", Text),  # undo, or the fixed reason of a void
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
Index("ix_calls_person_id_logged_at", calls.c.person_id, calls.c.logged_at)
Index("ix_calls_reference", calls.c.reference)
# The last call that still counts, for a group whose last one is taken back.
for _group in ("org_id", "chapter_id", "state"):
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
    Column("answer", Text, nullable=False),  # JSON, what was answered
    Column("at", BigInteger, nullable=False),
)

# Totals that boards show, kept in the call's own transaction. `scope` is the org whose board the row is on, or
# empty for the coalition's; `people` counts persons, exactly, so that small groups can be folded.
counters = Table(
    "counters",
    metadata,
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("period", Text, nullable=False),  # campaign, 2026-11-22, 2026-W47
    Column("by", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("people", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("campaign_id", "period", "by", "scope", "key"),
    sqlite_with_rowid=False,
)
Index(
    "ix_counters_board",
    counters.c.campaign_id,
    counters.c.period,
    counters.c.by,
    counters.c.scope,
    counters.c.n,
)

# What must be known before anything else is believed, such as whether the key fits this database.
meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
