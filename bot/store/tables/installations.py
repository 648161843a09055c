"""Slack workspaces that installed the app."""

from bot.store.sql import BigInteger, Column, LargeBinary, Table
from bot.store.tables.base import holds, metadata

# Slack workspaces that installed the app.
installations = Table(
    "installations",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of the team
    Column("sealed", LargeBinary, nullable=False, info=holds("sealed object")),  # Bolt's installation, tokens and all
    Column("installed_at", BigInteger, nullable=False),
)

# OAuth states that were used, kept until they would have expired, so that none can be used twice.
oauth_states = Table(
    "oauth_states",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed HMAC of the state
    Column("expires_at", BigInteger, nullable=False),
)
