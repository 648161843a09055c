"""State legislators."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "state_editions",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("loaded_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("state", name="pk_state_editions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "state_members",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("chamber", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_state_members"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_state_members_state", "state_members", ["state"])
    op.create_table(
        "state_offices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["state_members.id"], name="fk_state_offices_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_state_offices"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_state_offices_member_id", "state_offices", ["member_id"])
