"""Postcards that people send through Callboard, and the messages to their writers."""

from bot.store.sql import BigInteger, Column, ForeignKey, Index, LargeBinary, PrimaryKeyConstraint, Table, Text, text
from bot.store.tables.base import holds, metadata

# A row has the facts of a call's row, by the same names, and what it says until it is deleted.
postcards = Table(
    "postcards",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reference", Text, nullable=False),  # the short form people read aloud
    Column("campaign_id", Text, ForeignKey("campaigns.id"), nullable=False),
    Column("person_id", Text, ForeignKey("people.id"), index=True),  # null once it no longer names its writer
    Column("slot", Text, nullable=False),  # the target that it is for
    Column("day", Text, nullable=False),  # campaign-local
    Column("week", Text, nullable=False),  # the day's ISO week, 2026-W47
    Column("counted", BigInteger, nullable=False, server_default="1"),
    Column("org_id", Text, ForeignKey("orgs.id"), nullable=False),
    Column("chapter_id", Text, ForeignKey("chapters.id"), nullable=False),
    Column("state", Text),
    Column("district", Text),
    Column("language", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("status", Text, nullable=False, info=holds("postcard status")),
    Column("words", LargeBinary, info=holds("text")),  # encrypted; null once deleted, like the next two
    Column("signature", LargeBinary, info=holds("text")),  # encrypted
    Column("mark", LargeBinary),  # keyed hash of the words, to find the same words again
    Column("written_at", BigInteger, nullable=False),
    Column("counted_at", BigInteger, nullable=False),
    Column("adds_person", BigInteger, nullable=False, server_default="1"),  # as for calls
    Column("reviewed_at", BigInteger),
    Column("reviewed_by", Text),  # as the audit trail knows them
    Column("reason", Text),  # why it was sent back or dropped
    Column("printed_at", BigInteger),
    Column("delivered_at", BigInteger),
    Column("delete_at", BigInteger),  # when the words go; null once they are gone
    Column("removed_at", BigInteger),
    Column("removed_as", Text),  # undo, sent_back, dropped, changed, link, or the fixed reason of a void
)

_LIVE = text("removed_at IS NULL")

Index(
    "uq_postcards_slot",
    postcards.c.person_id,
    postcards.c.campaign_id,
    postcards.c.slot,
    unique=True,
    sqlite_where=_LIVE,
    postgresql_where=_LIVE,
)
Index("ix_postcards_reference", postcards.c.reference)
Index("ix_postcards_delete_at", postcards.c.delete_at)
Index("ix_postcards_campaign_id_org_id_status", postcards.c.campaign_id, postcards.c.org_id, postcards.c.status)
Index("ix_postcards_campaign_id_mark", postcards.c.campaign_id, postcards.c.mark)

# What a link changed in postcards: whose each was.
link_postcards = Table(
    "link_postcards",
    metadata,
    Column("link_id", Text, ForeignKey("links.id"), nullable=False),
    Column("postcard_id", Text, ForeignKey("postcards.id"), nullable=False),
    Column("owner", Text, nullable=False),  # whose it was before the link
    Column("double_of", Text),  # the postcard that counts for both people
    Column("delete_at", BigInteger),  # of a double, before the link
    Column("added_person", BigInteger),  # 1 if it added a person before the link, and adds none since
    PrimaryKeyConstraint("link_id", "postcard_id"),
)

# Messages to writers: sent back, dropped, taken out, or handed over.
postcard_notices = Table(
    "postcard_notices",
    metadata,
    Column("id", Text, primary_key=True),  # of the message, so that a platform posts it once
    Column("postcard_id", Text, ForeignKey("postcards.id"), nullable=False, index=True),
    Column("person_id", Text, ForeignKey("people.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # sent_back, dropped, delivered or voided
    Column("due_at", BigInteger),  # when to try it; null once it was sent
    Column("created_at", BigInteger, nullable=False),
    Index("ix_postcard_notices_due_at", "due_at"),
)

# Before Send, Callboard keeps nothing that it can read. ``locked`` opens with a key that no row and no file has: the
# buttons under the writer's preview carry it. See `core.postcards.unsent_postcards`.
unsent_postcards = Table(
    "unsent_postcards",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # keyed hash of what the buttons carry
    Column("account_key", LargeBinary, nullable=False, index=True),  # as in accounts; its writer may have no row there
    Column("topic", Text, nullable=False),  # the decision that its picture waits for, see `stored_files`
    Column("locked", LargeBinary, nullable=False),
    Column("written_at", BigInteger, nullable=False, index=True),
)
