"""What offices answered to a campaign's asks, and forgotten people's anonymous share of reports."""

from sqlalchemy import BigInteger, Column, ForeignKey, PrimaryKeyConstraint, Table, Text

from bot.store.tables.base import metadata

# One answer to each ask of a call. It doesn't name the caller; only its call does.
positions = Table(
    "positions",
    metadata,
    Column("call_id", Text, ForeignKey("calls.id"), nullable=False),
    Column("ask", Text, nullable=False),  # its key in the campaign's file
    Column("position", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("call_id", "ask"),
    sqlite_with_rowid=False,
)

# Forgotten people's share of reports. Each number is separate, so that no single call can be reconstructed.
anonymous_reports = Table(
    "anonymous_reports",
    metadata,
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("org_id", Text, ForeignKey("orgs.id"), nullable=False),
    Column("about", Text, nullable=False),  # office, position, asked or district
    Column("subject", Text, nullable=False),  # the office, the slot or the district
    Column("ask", Text, nullable=False),  # empty if it is about none
    Column("value", Text, nullable=False),  # the outcome or the position
    Column("n", BigInteger, nullable=False),
    Column("people", BigInteger, nullable=False),
    Column("last_day", Text, nullable=False),  # empty if it doesn't matter
    PrimaryKeyConstraint("campaign_id", "org_id", "about", "subject", "ask", "value"),
    sqlite_with_rowid=False,
)
