"""Campaigns on their way into force: drafts, and what waits for somebody's choice.

People stand here as actors, as in the audit trail: once somebody is forgotten, nothing leads from them to their rows.
"""

from bot.store.sql import BigInteger, Column, ForeignKey, Index, LargeBinary, Table, Text, UniqueConstraint
from bot.store.tables.base import holds, metadata

campaign_drafts = Table(
    "campaign_drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("campaign_id", Text, nullable=False, unique=True),  # the key that the campaign has, or will have
    Column("org_id", Text, ForeignKey("orgs.id")),  # null for the coalition
    Column("entries", Text, nullable=False, info=holds("object")),  # JSON: the keys of a campaign file
    Column("base_version", Text),  # the content it was made from; null for a new campaign
    Column("waiting_since", BigInteger),  # for a second admin
    Column("asked_by", Text),  # the actor who published it, while it waits
    Column("updated_at", BigInteger, nullable=False),
    Column("updated_by", Text, nullable=False),  # an actor
)

# Words that would have replaced somebody's newer ones, until their author chooses.
draft_conflicts = Table(
    "draft_conflicts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("draft_id", Text, ForeignKey("campaign_drafts.id"), nullable=False),
    Column("part", Text, nullable=False),
    Column("fields", Text, nullable=False, info=holds("object")),  # JSON: the fields of the part's form
    Column("actor", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

Index("ix_draft_conflicts_draft", draft_conflicts.c.draft_id)

# Content that isn't in force yet: a file until its sender says yes, or a change until another admin does.
campaign_proposals = Table(
    "campaign_proposals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("act", Text, nullable=False, info=holds("act")),
    Column("campaign_id", Text, nullable=False),
    Column("text", Text, nullable=False),  # YAML, as a campaign's file
    Column("base_version", Text),  # the content it was compared with; null for a new campaign
    Column("actor", Text, nullable=False),
    Column("org_id", Text, ForeignKey("orgs.id")),  # the org that runs the campaign; null for the coalition
    Column("at", BigInteger, nullable=False),
    Column("waiting_since", BigInteger),  # for another admin; null until its author says yes
)

# One direct message about a proposal, which may have been decided by then.
change_notices = Table(
    "change_notices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("proposal", Text, nullable=False),
    Column("campaign_id", Text, nullable=False),
    Column("actor", Text, nullable=False),  # who gets it
    Column("kind", Text, nullable=False),
    Column("due_at", BigInteger),  # when to try it; null once it is done
    Column("created_at", BigInteger, nullable=False),
    Column("title", Text),  # JSON by language, of a refused campaign, whose file isn't kept
    Column("reason", LargeBinary, info=holds("text")),  # encrypted: why it was refused; null if nobody said
    UniqueConstraint("proposal", "kind", "actor"),
)

Index("ix_change_notices_due_at", change_notices.c.due_at)
