"""The coalition: orgs, chapters, spaces, and what links people and spaces to them."""

from bot.store.sql import (
    BigInteger,
    Column,
    ForeignKey,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from bot.store.tables.base import holds, metadata

orgs = Table(
    "orgs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("placeholder", BigInteger, nullable=False),  # 1 for Unaffiliated, whose name is in the catalogs
    Column("created_at", BigInteger, nullable=False),
    Column("archived_at", BigInteger),
    Column("names_reviewed", BigInteger),  # 1 if a reviewer sees new public names before they are shown
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

spaces = Table(
    "spaces",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of platform and space
    Column("platform", Text, nullable=False),
    Column("address", LargeBinary, nullable=False, info=holds("text")),  # encrypted: the platform's id, to reach it
    Column("org_id", Text, ForeignKey("orgs.id"), index=True),  # null until it is linked
    Column("language", Text),
    Column("wrong_codes", BigInteger, nullable=False),
    Column("locked_until", BigInteger),
    Column("created_at", BigInteger, nullable=False),
)

# One-time codes: for a space to join an org, for an account to join a person, for a person to join a chapter. A
# chapter's code belongs to the person who made it; an invitation, which is never typed, to the invited person.
codes = Table(
    "codes",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of kind and code
    Column("kind", Text, nullable=False),
    Column("org_id", Text, ForeignKey("orgs.id")),
    Column("person_id", Text, ForeignKey("people.id")),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("chapter_id", Text, ForeignKey("chapters.id")),
)

roles = Table(
    "roles",
    metadata,
    Column("person_id", Text, ForeignKey("people.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("scope", Text, nullable=False),  # a chapter's id, an org's, or empty for the coalition
    Column("granted_at", BigInteger, nullable=False),
    Column("basis", Text, nullable=False),  # what it ends with, as `core.people.grants` writes it, or empty
    PrimaryKeyConstraint("person_id", "role", "scope", "basis"),
)

# A Discord role or a channel whose people belong to a chapter.
chapter_maps = Table(
    "chapter_maps",
    metadata,
    Column("space_key", LargeBinary, ForeignKey("spaces.key"), nullable=False),
    Column("target", LargeBinary, nullable=False),  # keyed HMAC of the role or channel
    Column("chapter_id", Text, ForeignKey("chapters.id"), nullable=False),
    Column("named", LargeBinary, info=holds("text")),  # encrypted: "role:" or "channel:" and its name; null before 0044
    PrimaryKeyConstraint("space_key", "target"),
)
