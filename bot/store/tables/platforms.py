"""What platforms hold of the app: Slack workspaces that installed it, and files that they store for it for a while."""

from bot.store.sql import BigInteger, Column, Index, LargeBinary, Table, Text
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

# Temporary files that a platform stores for the app.
stored_files = Table(
    "stored_files",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("address", LargeBinary, nullable=False, info=holds("text")),  # encrypted: the space's id, and the file's
    Column("topic", LargeBinary, nullable=False),  # keyed hash of the decision that it belongs to
    Column("due_at", BigInteger, nullable=False),  # when to remove it, or to try again
    Column("tries", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index("ix_stored_files_due_at", "due_at"),
    Index("ix_stored_files_topic", "topic"),
)
