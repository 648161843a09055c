"""Channels that asked for alerts, the alerts, and one row per alert and channel."""

from bot.store.sql import BigInteger, Column, ForeignKey, Index, LargeBinary, Table, Text, UniqueConstraint
from bot.store.tables.base import holds, metadata

# An unsubscribed channel keeps its row, because the cards posted there are still updated.
channels = Table(
    "channels",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),  # keyed HMAC of platform, space and channel
    Column("space_key", LargeBinary, ForeignKey("spaces.key"), nullable=False, index=True),
    Column("address", LargeBinary, nullable=False, info=holds("text")),  # encrypted: the platform's id, to reach it
    Column("name", LargeBinary, nullable=False, info=holds("text")),  # encrypted: what people there call it
    Column("zone", Text, nullable=False, info=holds("zone")),  # IANA
    Column("quiet_from", BigInteger),  # minutes after local midnight; null for no quiet hours
    Column("quiet_to", BigInteger),
    Column("state", Text),  # where its people live, for alerts to some states
    Column("refusal", Text),  # why the platform refused the last post, null if it didn't
    Column("missing", Text),  # the permission that was missing, in the platform's words
    Column("subscribed_at", BigInteger, nullable=False),
    Column("unsubscribed_at", BigInteger),
    UniqueConstraint("key"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False, info=holds("kind")),  # alert, or what a campaign's schedule posts
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("org_id", Text, ForeignKey("orgs.id"), index=True),  # null for the coalition's
    Column("author", Text, nullable=False),  # as in the audit trail; empty for Callboard itself
    Column("words", LargeBinary, info=holds("text")),  # encrypted; null where the catalog has them
    Column("audience", Text, nullable=False, info=holds("audience")),  # JSON
    Column("at", BigInteger),  # null for now
    Column("zone", Text, nullable=False, info=holds("zone")),  # the zone of its time
    Column("state", Text, nullable=False, info=holds("standing")),
    Column("why", Text),  # why it is held
    Column("asked_at", BigInteger),  # when its author was asked what to do
    Column("version", Text, nullable=False),  # the campaign's when it was written
    Column("created_at", BigInteger, nullable=False),
    Column("vouched_by", Text),  # who sent it in place of its author, as in the audit trail; null while nobody has
    Column("ended_at", BigInteger),  # when the last channel had it, refused it or was given up; null while any waits
    Column("translations", LargeBinary, info=holds("sealed object")),  # encrypted JSON by language; null for none
    Column("reason", LargeBinary, info=holds("text")),  # encrypted: why an admin refused it; null if nobody said
    Column("glance", LargeBinary),  # the SHA-256 of what its cards were last drawn from
)

# What its author typed. ``alert_id`` is null if it was refused; its id then is the form's.
alert_drafts = Table(
    "alert_drafts",
    metadata,
    Column("person_id", Text, ForeignKey("people.id"), nullable=False, primary_key=True),
    Column("id", Text, nullable=False, primary_key=True),
    Column("alert_id", Text),
    Column("typed", LargeBinary, nullable=False, info=holds("sealed object")),  # encrypted JSON
    Column("created_at", BigInteger, nullable=False),  # or last changed
)

# ``due_at`` is when to act next: to send it, or, while a process sends it, to check that it still does.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("alert_id", Text, ForeignKey("alerts.id"), nullable=False),
    Column("channel_id", Text, ForeignKey("channels.id"), nullable=False, index=True),
    Column("space_key", LargeBinary, ForeignKey("spaces.key"), nullable=False),
    Column("platform", Text, nullable=False),
    Column("state", Text, nullable=False, info=holds("stage")),
    Column("planned_at", BigInteger, nullable=False),  # when it should be posted
    Column("due_at", BigInteger),  # null if there is nothing to do
    Column("claimed_by", Text),
    Column("first_tried_at", BigInteger),  # null while it certainly isn't posted
    Column("tries", BigInteger, nullable=False),
    Column("message", LargeBinary, info=holds("text")),  # encrypted: the platform's id of it
    Column("refusal", Text),
    Column("missing", Text),
    Column("done_at", BigInteger),
    Column("edit_at", BigInteger),  # when to redraw its message; null if there is no need
    Column("edit_lease", BigInteger),  # until when a process redraws it; null while none does
    Column("shown", LargeBinary),  # the SHA-256 of what it shows
    Column("edited_at", BigInteger),  # when it was posted or last redrawn
    UniqueConstraint("alert_id", "channel_id"),
    Index("ix_deliveries_due", "platform", "state", "due_at"),
    Index("ix_deliveries_done", "platform", "done_at"),
    Index("ix_deliveries_edit", "edit_at"),
)

# One direct message about an alert. The actor's id, as in the audit trail, says who gets it.
notices = Table(
    "notices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("alert_id", Text, ForeignKey("alerts.id"), nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),  # waiting, told or unreachable
    Column("due_at", BigInteger),  # when to try it; null once it is done
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("alert_id", "kind", "actor"),
    Index("ix_notices_due_at", "due_at"),
)
