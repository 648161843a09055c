"""How many people report each position of an office, for scripts: see `known_triggers`."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.known_triggers import (
    COUNT,
    FILL,
    KEY,
    POSTGRES_KNOWN_FUNCTIONS,
    POSTGRES_KNOWN_TRIGGERS,
    SQLITE_KNOWN_TRIGGERS,
)

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    """Create the table and the triggers, and count what people heard."""
    has_processes = op.get_bind().dialect.name == "postgresql"
    if has_processes:  # an older version may be logging calls: they wait
        op.execute("LOCK TABLE calls, positions IN SHARE ROW EXCLUSIVE MODE")
    op.create_table(
        "position_callers",
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*KEY, "last_day")),
        sa.PrimaryKeyConstraint(*KEY, name="pk_position_callers"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_position_callers_person_id_people"),
        sqlite_with_rowid=False,
    )
    known = sa.text("about = 'known'")
    columns = ["campaign_id", "slot"]
    op.create_index("ix_report_changes_known", "report_changes", columns, sqlite_where=known, postgresql_where=known)
    op.execute(FILL)
    op.execute(COUNT)
    for statement in (*POSTGRES_KNOWN_FUNCTIONS, *POSTGRES_KNOWN_TRIGGERS) if has_processes else SQLITE_KNOWN_TRIGGERS:
        op.execute(statement)
