"""The audit trail, and facts about the database itself."""

from bot.store.sql import BigInteger, Column, ForeignKey, Index, LargeBinary, Table, Text
from bot.store.tables.base import metadata

# What must be known first, such as whether the key fits this database.
meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# The person behind an id in the audit trail. Forgetting a person deletes the row and leaves the trail whole.
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
