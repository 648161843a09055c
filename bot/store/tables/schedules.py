"""What campaigns post on their own schedule, and people's reminders."""

from bot.store.sql import BigInteger, Column, ForeignKey, Index, LargeBinary, PrimaryKeyConstraint, Table, Text
from bot.store.tables.base import holds, metadata

# One row for each local day on which a campaign's rule came due, so that only one process posts for it. ``beat`` is
# the rule's key; the table and this column keep the names of the first release.
occurrences = Table(
    "strokes",
    metadata,
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("beat", Text, key="rule", nullable=False),
    Column("day", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("campaign_id", "rule", "day"),
    sqlite_with_rowid=False,
)

# Each account's own reminder. It doesn't name the person; only the account does.
reminders = Table(
    "reminders",
    metadata,
    Column("account_key", LargeBinary, ForeignKey("accounts.key"), primary_key=True),
    Column("cron", Text, nullable=False, info=holds("schedule")),  # at most once a day
    Column("zone", Text, nullable=False, info=holds("zone")),  # IANA
    Column("language", Text),
    Column("planned_at", BigInteger, nullable=False),  # when it comes next
    Column("due_at", BigInteger, nullable=False),  # the same, or when it is tried again
    Column("last_day", Text),  # the local day of the last one
    # 1 once the person's settings refused it, 2 once something else did; it rests until the person asks again.
    Column("refused", BigInteger, nullable=False),
    Column("assumed", BigInteger),  # 1 while the zone is only assumed; null before 0023
    Index("ix_reminders_due", "due_at"),
)

# Reminders that come once. A taken one is tried once, and its row is deleted whatever the result.
once_reminders = Table(
    "once_reminders",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_key", LargeBinary, ForeignKey("accounts.key"), nullable=False),
    Column("zone", Text, nullable=False, info=holds("zone")),  # IANA
    Column("language", Text),
    Column("planned_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),  # the same, or when it is tried again
    Column("assumed", BigInteger, nullable=False),  # a `once_reminders.ZoneBasis`
    Column("taken", BigInteger, nullable=False),  # 1 from the moment before it is sent
    Index("ix_once_reminders_due", "due_at"),
    Index("ix_once_reminders_account", "account_key"),
)
