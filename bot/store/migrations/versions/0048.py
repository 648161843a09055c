"""Which chapter a role or channel led somebody to, for coverage.

Nobody has one yet: it comes with the next thing that they write.
"""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.mapped_triggers import (
    POSTGRES_MAPPED_FUNCTIONS,
    POSTGRES_MAPPED_TRIGGERS,
    SQLITE_MAPPED_TRIGGERS,
)
from bot.store.migrations.resident_triggers import (
    CHOSEN_OR_MAPPED,
    POSTGRES_RESIDENT_FUNCTIONS,
    RESIDENT_TRIGGERS,
    list_postgres_triggers,
    list_sqlite_triggers,
)

revision = "0048"
down_revision = "0047"

_POSTGRES = (
    *POSTGRES_RESIDENT_FUNCTIONS,
    *list_postgres_triggers(CHOSEN_OR_MAPPED),
    *POSTGRES_MAPPED_FUNCTIONS,
    *POSTGRES_MAPPED_TRIGGERS,
)
_SQLITE = (*list_sqlite_triggers(CHOSEN_OR_MAPPED), *SQLITE_MAPPED_TRIGGERS)


def upgrade() -> None:
    """Add the column, and let the triggers read it."""
    has_processes = op.get_bind().dialect.name == "postgresql"
    op.add_column("people", sa.Column("mapped_chapter_id", sa.Text(), nullable=True))
    for name in RESIDENT_TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" + " ON people" * has_processes)
    for statement in _POSTGRES if has_processes else _SQLITE:
        op.execute(statement)
