"""What reports are made of: offices' answers, forgotten people's anonymous share, and reports that orgs sent."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text

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
    Column("about", Text, nullable=False),  # office, position, asked, district or postcard
    Column("subject", Text, nullable=False),  # the office, the slot or the district, or empty
    Column("ask", Text, nullable=False),  # empty if it is about none
    Column("value", Text, nullable=False),  # the outcome, the position or the status
    Column("n", BigInteger, nullable=False),
    Column("people", BigInteger, nullable=False),
    Column("last_day", Text, nullable=False),  # empty if it doesn't matter
    PrimaryKeyConstraint("campaign_id", "org_id", "about", "subject", "ask", "value"),
    sqlite_with_rowid=False,
)


day_reports = Table(
    "day_reports",
    metadata,
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("day", Text, nullable=False),  # campaign-local
    Column("org_id", Text, ForeignKey("orgs.id"), nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("campaign_id", "day", "org_id"),
)

# Admins, by their random id in the audit trail, and when their next message about a day is due.
report_notices = Table(
    "report_notices",
    metadata,
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("day", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("id", Text, nullable=False),  # of the message, so that a platform posts it once
    Column("since", BigInteger, nullable=False),  # when it was first due
    Column("due_at", BigInteger),  # when to try it; null while there is nothing new
    Column("sent_at", BigInteger),  # the last time
    PrimaryKeyConstraint("campaign_id", "day", "actor"),
    Index("ix_report_notices_due_at", "due_at"),
)
