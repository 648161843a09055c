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
    Column("suspended_at", BigInteger),  # a coordinator stopped this person's calls from counting
    Column("wrong_codes", BigInteger),  # wrong codes of another account's typed in a row, null for none
    Column("locked_until", BigInteger),  # when codes are taken again
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
    Column("removed_as", Text),  # undo, link (the double of a call that stands), or the fixed reason of a void
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
    Column("answer", Text, nullable=False),  # JSON, what was answered; null once whoever asked was forgotten
    Column("at", BigInteger, nullable=False),
    Column("account", LargeBinary),  # the key of the account that asked
)


def _totals(name: str) -> Table:
    """Return a table of totals: of a campaign, in a period, by what, on whose board, for which key.

    ``scope`` is the org whose board a row is on, or empty for the coalition's; ``people`` counts persons, exactly,
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
        PrimaryKeyConstraint("campaign_id", "period", "by", "scope", "key"),
        sqlite_with_rowid=False,
    )


counters = _totals("counters")  # what boards show, kept in the call's own transaction
Index("ix_counters_board", *(counters.c[name] for name in ("campaign_id", "period", "by", "scope", "n")))

# What must be known before anything else is believed, such as whether the key fits this database.
meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

spaces = Table(
    "spaces",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of platform and space
    Column("platform", Text, nullable=False),
    Column("address", LargeBinary, nullable=False),  # encrypted: the platform's id, to reach it
    Column("org_id", Text, ForeignKey("orgs.id"), index=True),  # null while nobody linked it
    Column("language", Text),
    Column("wrong_codes", BigInteger, nullable=False),
    Column("locked_until", BigInteger),
    Column("created_at", BigInteger, nullable=False),
)

# One-time codes: for a space to join an org, for an account to join a person.
codes = Table(
    "codes",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of kind and code
    Column("kind", Text, nullable=False),
    Column("org_id", Text, ForeignKey("orgs.id")),
    Column("person_id", Text, ForeignKey("people.id")),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

roles = Table(
    "roles",
    metadata,
    Column("person_id", Text, ForeignKey("people.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("scope", Text, nullable=False),  # a chapter's id, an org's, or empty for the coalition
    Column("granted_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("person_id", "role", "scope"),
)

# A Discord role or a channel whose people belong to a chapter.
chapter_maps = Table(
    "chapter_maps",
    metadata,
    Column("space_key", LargeBinary, ForeignKey("spaces.key"), nullable=False),
    Column("target", LargeBinary, nullable=False),  # keyed HMAC of the role or channel
    Column("chapter_id", Text, ForeignKey("chapters.id"), nullable=False),
    PrimaryKeyConstraint("space_key", "target"),
)

# Who stands behind an id in the audit trail; forgetting a person deletes the row and leaves the trail whole.
actors = Table(
    "actors",
    metadata,
    Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
    Column("id", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),  # a random id; empty for Callboard itself
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("org_id", Text),
    Column("result", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),  # SHA-256 over the row before and this one
)
Index("ix_audit_org_id_seq", audit.c.org_id, audit.c.seq)

# Two accounts joined into one person: what it takes to part them again within a day.
links = Table(
    "links",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("people.id"), nullable=False, index=True),
    Column("account_key", LargeBinary, nullable=False),  # the account that came over
    Column("before", LargeBinary, nullable=False),  # encrypted: what its own person was; later only their id
    Column("linked_at", BigInteger, nullable=False),
)

# What a link did to calls: moved ones, and doubles that gave way.
link_calls = Table(
    "link_calls",
    metadata,
    Column("link_id", Text, ForeignKey("links.id"), nullable=False),
    Column("call_id", Text, ForeignKey("calls.id"), nullable=False),
    Column("before", Text, nullable=False),  # JSON of the columns that changed
    PrimaryKeyConstraint("link_id", "call_id"),
)

anonymous_totals = _totals("anonymous_totals")  # what forgotten people left: their share of every total

# Slack workspaces that installed the app.
installations = Table(
    "installations",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of the team
    Column("sealed", LargeBinary, nullable=False),  # encrypted: Bolt's installation with its tokens
    Column("installed_at", BigInteger, nullable=False),
)

# States of OAuth installs under way, each good once.
oauth_states = Table(
    "oauth_states",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of the state
    Column("expires_at", BigInteger, nullable=False),
)
