"""People, their accounts, and accounts that were joined."""

from bot.store.sql import BigInteger, Column, ForeignKey, Index, LargeBinary, PrimaryKeyConstraint, Table, Text
from bot.store.tables.base import holds, metadata

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("chapter_id", Text, ForeignKey("chapters.id")),
    Column("profile", LargeBinary, info=holds("profile")),  # encrypted: district, name, language, public name
    Column("public", BigInteger, nullable=False),  # 1 when there is a public name to show
    Column("suspended_at", BigInteger),  # a coordinator stopped this person's calls from counting
    Column("wrong_codes", BigInteger),  # wrong codes of other accounts in a row, null for none
    Column("locked_until", BigInteger),  # when codes are accepted again
    Column("created_at", BigInteger, nullable=False),
    Column("name_hidden", Text),  # hidden, or allowed; null where nobody has looked at the public name
    Column("name_told_at", BigInteger),  # when reviewers got a notice that this public name is waiting
    # Where a role or channel led them when they last wrote something. Triggers end it (migration 0048).
    Column("mapped_chapter_id", Text),
)

# How many people of each chapter live where. Only the deployment's key opens it: see `core.people.profiles.residents`.
# The row without a chapter is there once people have been counted.
residents = Table(
    "residents",
    metadata,
    Column("chapter_id", Text, primary_key=True),  # empty for people without a chapter
    Column("sealed", LargeBinary, nullable=False, info=holds("residents")),  # encrypted; empty for nobody
)

# Profiles that are to be counted in ``residents`` (``n`` is 1), or not anymore (-1). Triggers on people note them
# (migration 0045), so that each statement that changes a person counts, of older versions too. They are folded soon.
resident_changes = Table(
    "resident_changes",
    metadata,
    Column("part", BigInteger, primary_key=True, autoincrement=False),  # a random number
    Column("chapter_id", Text, nullable=False),
    Column("profile", LargeBinary),  # encrypted, as in ``people``
    Column("n", BigInteger, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of platform and account: finds, names nobody
    Column("person_id", Text, ForeignKey("people.id"), nullable=False, index=True),
    Column("platform", Text, nullable=False),
    Column("address", LargeBinary, nullable=False, info=holds("text")),  # encrypted: the platform's id, to reach it
    Column("settings", LargeBinary, info=holds("sealed object")),  # encrypted JSON: the platform's language and zone
    Column("created_at", BigInteger, nullable=False),
)

# Two accounts joined into one person, with what it takes to separate them again within a day.
links = Table(
    "links",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("people.id"), nullable=False, index=True),
    Column("account_key", LargeBinary, nullable=False),  # the account that was moved
    Column("before", LargeBinary, nullable=False, info=holds("link")),  # what its own person was; later only their id
    Column("linked_at", BigInteger, nullable=False),
)

# What a link changed in calls: moved ones, and duplicates that no longer count.
link_calls = Table(
    "link_calls",
    metadata,
    Column("link_id", Text, ForeignKey("links.id"), nullable=False),
    Column("call_id", Text, ForeignKey("calls.id"), nullable=False),
    Column("before", Text, nullable=False, info=holds("linked call")),  # JSON of the columns that changed
    PrimaryKeyConstraint("link_id", "call_id"),
)

# What stays after a person is forgotten, by a keyed hash that no other table has. This one has an account's recent
# entries, for up to two days. The campaign, day and slot are hashed too, each salted with the entry's own hash.
past_entries = Table(
    "past_entries",
    metadata,
    Column("account", LargeBinary, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    Column("campaign", LargeBinary, nullable=False),
    Column("day", LargeBinary, nullable=False),
    Column("slot", LargeBinary, nullable=False),
    Column("seat", LargeBinary, nullable=False),  # the slot's name if its member isn't known
    Column("rank", BigInteger, nullable=False),  # taken back 0, an attempt 1, a completed call 2
    Column("at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("account", "entry"),
    Index("ix_past_entries_expires_at", "expires_at"),
    sqlite_with_rowid=False,
)

# This one has what still applies to a forgotten account: a suspension until it is lifted, a hidden name until it is
# allowed, and wrong codes for a day.
guards = Table(
    "guards",
    metadata,
    Column("account", LargeBinary, primary_key=True),
    Column("suspended_at", BigInteger),
    Column("suspended_until", BigInteger),
    Column("org_id", Text),  # the org whose coordinators can lift it; null if only admins can
    Column("actor", Text),  # as the audit trail knows who was moderated
    Column("wrong_codes", BigInteger),
    Column("locked_until", BigInteger),
    Column("codes_until", BigInteger),
    Column("name_until", BigInteger),  # no name that the account chooses is shown
)

# Reviewers of public names, by their random id in the audit trail, and when their next notice is due.
name_notices = Table(
    "name_notices",
    metadata,
    Column("actor", Text, primary_key=True),
    Column("id", Text, nullable=False),  # of the message, so that a platform posts it once
    Column("since", BigInteger, nullable=False),  # when it was first due
    Column("due_at", BigInteger),  # when to try it; null while there is nothing new
    Column("told_at", BigInteger),  # the last time
    Index("ix_name_notices_due_at", "due_at"),
)

# Messages to people who lost a role, by their random id in the audit trail. ``held`` counts their alerts.
lost_role_notices = Table(
    "lost_role_notices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("held", BigInteger, nullable=False),
    Column("due_at", BigInteger),  # when to try it; null once it was sent
    Column("created_at", BigInteger, nullable=False),
    Index("ix_lost_role_notices_due_at", "due_at"),
)
