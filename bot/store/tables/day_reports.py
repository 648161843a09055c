"""Reports of call-in days that orgs sent to the coalition, and the messages about them."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text

from bot.store.tables.base import metadata

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
