"""Campaigns on their way into force: drafts, and what waits for somebody's choice.

People stand here as actors, as in the audit trail: once somebody is forgotten, nothing leads from them to their rows.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text

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

# Files that were read and checked, until their sender says yes.
pending_imports = Table(
    "pending_imports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("space", Text),
    Column("text", Text, nullable=False),  # YAML
    Column("campaign_id", Text, nullable=False),
    Column("base_version", Text),  # the campaign's version that the sender saw it compared with
    Column("at", BigInteger, nullable=False),
)
