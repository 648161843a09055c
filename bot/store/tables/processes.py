"""The processes that share a PostgreSQL database. On SQLite there is one, and these tables are empty."""

from bot.store.sql import BigInteger, Column, LargeBinary, Table, Text
from bot.store.tables.base import metadata

# A row for each living process, which it renews. Times come from the database's clock.
# The row with an empty id is no process: every change of these rows locks it first.
processes = Table(
    "processes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("duties", Text, nullable=False),  # words, with spaces between them
    Column("first_shard", BigInteger),  # of Discord; null for all shards
    Column("last_shard", BigInteger),
    Column("total_shards", BigInteger),
    Column("serves_discord", BigInteger, nullable=False),  # 1 while it holds these shards, else 0
    Column("is_keeper", BigInteger, nullable=False),  # 1 for the one that does what is done once for all
    Column("sockets", BigInteger, nullable=False),  # its connections to Slack's Socket Mode
    Column("foreign_sockets", BigInteger, nullable=False),  # those of the same Slack app that no process here has
    Column("started_at", BigInteger, nullable=False),
    Column("leased_until", BigInteger, nullable=False),
    Column("keys", Text),  # the ids of its keys, the current one first; null in an older version
)

# A leaky bucket for each limit of a platform: the whole bot's, a channel's. Times come from the database's clock.
turns = Table(
    "turns",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of the limit and the channel
    Column("free_at", BigInteger, nullable=False),  # when the bucket is empty again
    Column("blocked_until", BigInteger, nullable=False),  # until when the platform wants nothing
    Column("seen_at", BigInteger, nullable=False),  # when the row was last used
)
