"""How many people of each chapter live where, as `core.people.residents` counts them.

The key that opens profiles isn't here. So nobody is counted yet: the next start does that.
"""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.resident_triggers import (
    CHOSEN,
    list_postgres_functions,
    list_postgres_triggers,
    list_sqlite_triggers,
)

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    """Create both tables and the triggers."""
    op.create_table(
        "residents",
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chapter_id", name="pk_residents"),
    )
    op.create_table(
        "resident_changes",
        sa.Column("part", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chapter_id", sa.Text(), nullable=False),
        sa.Column("profile", sa.LargeBinary()),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("part", name="pk_resident_changes"),
    )
    has_processes = op.get_bind().dialect.name == "postgresql"
    postgres = (*list_postgres_functions(CHOSEN), *list_postgres_triggers(CHOSEN))
    for statement in postgres if has_processes else list_sqlite_triggers(CHOSEN):
        op.execute(statement)
