"""State legislators and their offices: one edition for each state, each replaced whole."""

from bot.store.sql import BigInteger, Column, ForeignKey, Table, Text
from bot.store.tables.base import holds, metadata

state_editions = Table(
    "state_editions",
    metadata,
    Column("state", Text, primary_key=True),  # CA
    Column("edition", Text, nullable=False),  # the file's SHA-256
    Column("source", Text, nullable=False),  # the file's name
    Column("bytes", BigInteger, nullable=False),
    Column("loaded_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Legislators of the newest edition, and those of earlier ones, so that calls to them keep their names.
state_members = Table(
    "state_members",
    metadata,
    Column("id", Text, primary_key=True),  # the state and a hash: ca8b0d7e21f3
    Column("state", Text, nullable=False, index=True),
    Column("chamber", Text, nullable=False),  # upper, lower
    Column("district", Text, nullable=False),  # as Open States writes it: 12, Hampden
    Column("name", Text, nullable=False),
    Column("last", Text, nullable=False),  # the surname
    Column("given", Text, nullable=False),  # first names, one a line
    Column("left_at", BigInteger),  # when a newer edition no longer had them
    sqlite_with_rowid=False,
)

state_offices = Table(
    "state_offices",
    metadata,
    Column("id", Text, primary_key=True),  # the member's own id for the capitol, else ca8b0d7e21f3-home1
    Column("member_id", Text, ForeignKey("state_members.id"), nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("phone", Text),
    Column("zone", Text, nullable=False, info=holds("zone")),  # IANA, for its hours
    sqlite_with_rowid=False,
)
