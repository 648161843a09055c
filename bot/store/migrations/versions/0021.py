"""Notices for reviewers that public names are waiting."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the table and the column. Names that are already waiting cause one notice too."""
    op.add_column("people", sa.Column("name_told_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "name_notices",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("actor", name="pk_name_notices"),
    )
    op.create_index("ix_name_notices_due_at", "name_notices", ["due_at"])
