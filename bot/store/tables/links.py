"""What people did with a campaign's links."""

from sqlalchemy import Column, ForeignKey, LargeBinary, PrimaryKeyConstraint, Table, Text

from bot.store.tables.base import metadata

# A row counts one person once. Its mark is a keyed hash of the person's id, which is deleted with the person: then
# nothing leads to them any more, and the number stays.
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
