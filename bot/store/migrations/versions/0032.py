"""Postcards, and the messages to their writers."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

_LIVE = sa.text("removed_at IS NULL")


def upgrade() -> None:
    """Create the tables."""
    _add_postcards()
    op.create_table(
        "link_postcards",
        sa.Column("link_id", sa.Text(), nullable=False),
        sa.Column("postcard_id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("double_of", sa.Text(), nullable=True),
        sa.Column("delete_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name="fk_link_postcards_link_id_links"),
        sa.ForeignKeyConstraint(["postcard_id"], ["postcards.id"], name="fk_link_postcards_postcard_id_postcards"),
        sa.PrimaryKeyConstraint("link_id", "postcard_id", name="pk_link_postcards"),
    )
    op.create_table(
        "postcard_notices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("postcard_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["postcard_id"], ["postcards.id"], name="fk_postcard_notices_postcard_id_postcards"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_postcard_notices_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_postcard_notices"),
    )
    for name in ("postcard_id", "person_id", "due_at"):
        op.create_index(f"ix_postcard_notices_{name}", "postcard_notices", [name])


def _add_postcards() -> None:
    op.create_table(
        "postcards",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("slot", "day", "week")),
        sa.Column("counted", sa.BigInteger(), nullable=False, server_default="1"),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("org_id", "chapter_id")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("state", "district")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("language", "platform", "status")),
        *(sa.Column(name, sa.LargeBinary(), nullable=True) for name in ("words", "signature", "mark")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("written_at", "counted_at")),
        sa.Column("adds_person", sa.BigInteger(), nullable=False, server_default="1"),
        sa.Column("reviewed_at", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("reviewed_by", "reason")),
        *(sa.Column(f"{name}_at", sa.BigInteger(), nullable=True) for name in ("printed", "delivered", "delete")),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("removed_as", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_postcards_campaign_id_campaigns"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_postcards_person_id_people"),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_postcards_org_id_orgs"),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapters.id"], name="fk_postcards_chapter_id_chapters"),
        sa.PrimaryKeyConstraint("id", name="pk_postcards"),
    )
    op.create_index(
        "uq_postcards_slot",
        "postcards",
        ["person_id", "campaign_id", "slot"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    for name in ("person_id", "reference", "delete_at"):
        op.create_index(f"ix_postcards_{name}", "postcards", [name])
    op.create_index("ix_postcards_campaign_id_org_id_status", "postcards", ["campaign_id", "org_id", "status"])
    op.create_index("ix_postcards_campaign_id_mark", "postcards", ["campaign_id", "mark"])
