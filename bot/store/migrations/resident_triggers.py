"""The triggers that note who comes to live somewhere, and who leaves, as migration 0045 creates them.

Where people live is in their encrypted profiles, which only the deployment's key opens, so triggers can't count it.
They note each profile that is to be counted, and each that isn't anymore, in ``resident_changes``: for every statement
that changes a person, of older versions too. `core.people.residents` folds these into ``residents``.
"""

_COUNTS = "{row}.suspended_at IS NULL"
_DIFFERS = (
    "OLD.profile IS {differs} NEW.profile OR OLD.chapter_id IS {differs} NEW.chapter_id "
    "OR (OLD.suspended_at IS NULL) <> (NEW.suspended_at IS NULL)"
)
_NOTE = (
    "INSERT INTO resident_changes (part, chapter_id, profile, n) "
    "VALUES ({part}, coalesce({row}.chapter_id, ''), {row}.profile, {n});"
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


def _make_condition(event: str, row: str, differs: str) -> str:
    counts = _COUNTS.format(row=row)
    return f"{counts} AND ({_DIFFERS.format(differs=differs)})" if "UPDATE" in event else counts


SQLITE_RESIDENT_TRIGGERS = tuple(
    f"CREATE TRIGGER residents_{name} {event} ON people WHEN {_make_condition(event, row, 'NOT')} "
    f"BEGIN {_NOTE.format(part='random()', row=row, n=n)} END"
    for name, event, row, n in _EVENTS
)
POSTGRES_RESIDENT_FUNCTIONS = tuple(
    f"CREATE OR REPLACE FUNCTION {_FUNCTIONS[n]}() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN {_NOTE.format(part=_POSTGRES_PART, row=row, n=n)} RETURN NULL; END $$"
    for row, n in (("NEW", 1), ("OLD", -1))
)
POSTGRES_RESIDENT_TRIGGERS = tuple(
    f"CREATE TRIGGER residents_{name} {event} ON people FOR EACH ROW "
    f"WHEN ({_make_condition(event, row, 'DISTINCT FROM')}) EXECUTE FUNCTION {_FUNCTIONS[n]}()"
    for name, event, row, n in _EVENTS
)
