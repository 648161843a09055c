"""The triggers that note who comes to live somewhere, and who leaves, as migrations 0045 and 0048 create them.

Where people live is in their encrypted profiles, which only the deployment's key opens, so triggers can't count it.
They note each profile that is to be counted, and each that isn't anymore, in ``resident_changes``: for every statement
that changes a person, of older versions too. `core.people.profiles.residents` folds these into ``residents``.

Since migration 0048, somebody without a chapter of their own counts for the one that a role or channel led them to.
"""

CHOSEN = "{row}.chapter_id"
CHOSEN_OR_MAPPED = "coalesce({row}.chapter_id, {row}.mapped_chapter_id)"

_COUNTS = "{row}.suspended_at IS NULL"
_DIFFERS = (
    "OLD.profile IS {differs} NEW.profile OR {old} IS {differs} {new} "
    "OR (OLD.suspended_at IS NULL) <> (NEW.suspended_at IS NULL)"
)
_NOTE = (
    "INSERT INTO resident_changes (part, chapter_id, profile, n) "
    "VALUES ({part}, coalesce({chapter}, ''), {row}.profile, {n});"
)
# What happened, whose row counts, and the amount.
_EVENTS = (
    ("added", "AFTER INSERT", "NEW", 1),
    ("left", "AFTER UPDATE", "OLD", -1),
    ("moved", "AFTER UPDATE", "NEW", 1),
    ("dropped", "AFTER DELETE", "OLD", -1),
)
_FUNCTIONS = {1: "note_resident_comes", -1: "note_resident_goes"}
_POSTGRES_PART = "floor(random() * 9007199254740992)::bigint"  # as many as a float tells apart


def list_sqlite_triggers(chapter: str) -> tuple[str, ...]:
    """The triggers for SQLite. ``chapter`` is the expression for the chapter of ``{row}``."""
    return tuple(
        f"CREATE TRIGGER residents_{name} {event} ON people WHEN {_make_condition(event, row, 'NOT', chapter)} "
        f"BEGIN {_NOTE.format(part='random()', chapter=chapter.format(row=row), row=row, n=n)} END"
        for name, event, row, n in _EVENTS
    )


def list_postgres_functions(chapter: str) -> tuple[str, ...]:
    """The functions that the triggers for PostgreSQL call."""
    return tuple(
        f"CREATE OR REPLACE FUNCTION {_FUNCTIONS[n]}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {_NOTE.format(part=_POSTGRES_PART, chapter=chapter.format(row=row), row=row, n=n)} RETURN NULL; END $$"
        for row, n in (("NEW", 1), ("OLD", -1))
    )


def list_postgres_triggers(chapter: str) -> tuple[str, ...]:
    """The triggers for PostgreSQL."""
    return tuple(
        f"CREATE TRIGGER residents_{name} {event} ON people FOR EACH ROW "
        f"WHEN ({_make_condition(event, row, 'DISTINCT FROM', chapter)}) EXECUTE FUNCTION {_FUNCTIONS[n]}()"
        for name, event, row, n in _EVENTS
    )


def _make_condition(event: str, row: str, differs: str, chapter: str) -> str:
    counts = _COUNTS.format(row=row)
    old, new = chapter.format(row="OLD"), chapter.format(row="NEW")
    changed = _DIFFERS.format(differs=differs, old=old, new=new)
    return f"{counts} AND ({changed})" if "UPDATE" in event else counts


RESIDENT_TRIGGERS = tuple(f"residents_{name}" for name, *_ in _EVENTS)
POSTGRES_RESIDENT_FUNCTIONS = list_postgres_functions(CHOSEN_OR_MAPPED)
