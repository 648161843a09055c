"""Temporary files that a platform stores for the app."""

from bot.store.sql import BigInteger, Column, Index, LargeBinary, Table, Text
from bot.store.tables.base import holds, metadata

stored_files = Table(
    "stored_files",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("address", LargeBinary, nullable=False, info=holds("text")),  # encrypted: the space's id, and the file's
    Column("topic", LargeBinary, nullable=False),  # keyed hash of the decision that it belongs to
    Column("due_at", BigInteger, nullable=False),  # when to remove it, or to try again
    Column("tries", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index("ix_stored_files_due_at", "due_at"),
    Index("ix_stored_files_topic", "topic"),
)
