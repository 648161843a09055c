"""Campaigns, their versions and history, and what people did with their links."""

from bot.store.sql import BigInteger, Column, ForeignKey, LargeBinary, PrimaryKeyConstraint, Table, Text
from bot.store.tables.base import holds, metadata

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Text, primary_key=True),  # the campaign's key, as its file gives it
    Column("version", Text, ForeignKey("campaign_versions.version"), nullable=False),
    Column("status", Text, nullable=False),
    Column("timezone", Text, nullable=False, info=holds("zone")),
    Column("opens_at", BigInteger),
    Column("closes_at", BigInteger),
    Column("updated_at", BigInteger, nullable=False),
    Column("source", Text),  # file or chat; null for a campaign whose file was gone before 0024
)

campaign_versions = Table(
    "campaign_versions",
    metadata,
    Column("version", Text, primary_key=True),  # SHA-256 of the content
    Column("campaign_id", Text, nullable=False),
    Column("content", Text, nullable=False, info=holds("object")),  # JSON
    Column("created_at", BigInteger, nullable=False),
)

# Decisions by command while a campaign ran. `campaigns` holds the values in force; this holds the content's values at
# that time. Once the content says something else, its own value counts again.
campaign_changes = Table(
    "campaign_changes",
    metadata,
    Column("campaign_id", Text, ForeignKey("campaigns.id"), primary_key=True),
    Column("file_status", Text, nullable=False),
    Column("file_opens_at", BigInteger),
    Column("file_closes_at", BigInteger),
    Column("changed_at", BigInteger, nullable=False),
)

# Which content a campaign had, one after another, and who brought it in: null for a file.
campaign_history = Table(
    "campaign_history",
    metadata,
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("number", BigInteger, nullable=False),  # 1, 2, ...
    Column("version", Text, ForeignKey("campaign_versions.version"), nullable=False),
    Column("act", Text, nullable=False, info=holds("act")),
    Column("actor", Text),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("campaign_id", "number"),
)

# A row counts one person once. Its mark is a keyed hash of the person's id, which is deleted with the person: then
# nothing leads to them anymore, and the number stays.
link_taps = Table(
    "link_taps",
    metadata,
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("action", Text, nullable=False),  # its key in the campaign
    Column("kind", Text, nullable=False),  # opened or done
    Column("mark", LargeBinary, nullable=False),
    PrimaryKeyConstraint("campaign_id", "action", "kind", "mark"),
    sqlite_with_rowid=False,
)
