"""Channels that asked for alerts."""

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, Table, Text, UniqueConstraint

from bot.store.tables.base import metadata

# A channel stays when it is unsubscribed: cards that were posted there are kept true all the same.
channels = Table(
    "channels",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),  # keyed HMAC of platform, space and channel
    Column("space_key", LargeBinary, ForeignKey("spaces.key"), nullable=False, index=True),
    Column("address", LargeBinary, nullable=False),  # encrypted: the platform's id, to reach it
    Column("name", LargeBinary, nullable=False),  # encrypted: what people there call it
    Column("zone", Text, nullable=False),  # IANA
    Column("quiet_from", BigInteger),  # minutes after local midnight; null for no quiet hours
    Column("quiet_to", BigInteger),
    Column("state", Text),  # where its people live, for alerts to some states
    Column("refusal", Text),  # why the platform refused the last post, null where it didn't
    Column("missing", Text),  # the permission that was missing, in the platform's words
    Column("subscribed_at", BigInteger, nullable=False),
    Column("unsubscribed_at", BigInteger),
    UniqueConstraint("key"),
)
