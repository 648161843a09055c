"""The coalition: spaces, codes, roles, audit, links, what forgotten people left, and Slack's installations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables, and what people and requests need for them."""
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_org_id_seq", "audit", ["org_id", "seq"], unique=False)
    op.create_table(
        "installations",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("installed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_installations"),
    )
    op.create_table(
        "oauth_states",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_oauth_states"),
    )
    op.create_table(
        "spaces",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("wrong_codes", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_spaces_org_id"),
        sa.PrimaryKeyConstraint("key", name="pk_spaces"),
    )
    op.create_index("ix_spaces_org_id", "spaces", ["org_id"], unique=False)
    op.create_table(
        "anonymous_totals",
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_anonymous_totals_campaign_id"),
        sa.PrimaryKeyConstraint("campaign_id", "period", "by", "scope", "key", name="pk_anonymous_totals"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chapter_maps",
        sa.Column("space_key", sa.LargeBinary(), nullable=False),
        sa.Column("target", sa.LargeBinary(), nullable=False),
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["chapter_id"], ["chapters.id"], name="fk_chapter_maps_chapter_id"),
        sa.ForeignKeyConstraint(["space_key"], ["spaces.key"], name="fk_chapter_maps_space_key"),
        sa.PrimaryKeyConstraint("space_key", "target", name="pk_chapter_maps"),
    )
    op.create_table(
        "actors",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_actors_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_actors"),
    )
    op.create_table(
        "codes",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name="fk_codes_org_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_codes_person_id"),
        sa.PrimaryKeyConstraint("key", name="pk_codes"),
    )
    op.create_table(
        "links",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("account_key", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("linked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_links_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
    )
    op.create_index("ix_links_person_id", "links", ["person_id"], unique=False)
    op.create_table(
        "roles",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_roles_person_id"),
        sa.PrimaryKeyConstraint("person_id", "role", "scope", name="pk_roles"),
    )
    op.create_table(
        "link_calls",
        sa.Column("link_id", sa.Text(), nullable=False),
        sa.Column("call_id", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_link_calls_call_id"),
        sa.ForeignKeyConstraint(["link_id"], ["links.id"], name="fk_link_calls_link_id"),
        sa.PrimaryKeyConstraint("link_id", "call_id", name="pk_link_calls"),
    )
    op.add_column("people", sa.Column("suspended_at", sa.BigInteger(), nullable=True))
    op.add_column("people", sa.Column("wrong_codes", sa.BigInteger(), nullable=True))
    op.add_column("people", sa.Column("locked_until", sa.BigInteger(), nullable=True))
    op.add_column("requests", sa.Column("account", sa.LargeBinary(), nullable=True))
