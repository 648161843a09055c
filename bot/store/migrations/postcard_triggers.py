"""The triggers that keep how many postcards reports count, as migration 0046 creates them.

A postcard that counts is one line of ``report_totals``, of the whole campaign: its target and its status.
"""

# ruff: noqa: S608 - the statements are put together from these modules' own words

from bot.store.migrations.report_triggers import COLUMNS, PART, SAME_TOTAL, list_values, make_whose

POSTCARD_LINES = """
    CREATE VIEW report_postcard_lines AS
    SELECT campaign_id, 'postcard' AS about, org_id, slot, '' AS office, {} AS place, {} AS congress, '' AS ask,
        status AS value
    FROM postcards WHERE removed_at IS NULL
""".format(*make_whose(at="written_at"))

_COUNTS = "{row}.removed_at IS NULL"
_WATCHED = ("campaign_id", "org_id", "slot", "state", "district", "written_at", "status", "removed_at")
# What happened, whose row counts, and the amount.
_EVENTS = (
    ("added", "AFTER INSERT", "NEW", 1),
    ("left", "AFTER UPDATE", "OLD", -1),
    ("changed", "AFTER UPDATE", "NEW", 1),
    ("dropped", "AFTER DELETE", "OLD", -1),
)
_FUNCTIONS = {1: "report_postcard_comes", -1: "report_postcard_goes"}


def _make_condition(event: str, row: str, differs: str) -> str:
    changes = " OR ".join(f"OLD.{name} IS {differs} NEW.{name}" for name in _WATCHED)
    counts = _COUNTS.format(row=row)
    return f"{counts} AND ({changes})" if "UPDATE" in event else counts


def _list_values(amount: int) -> str:
    return list_values("postcard", "", "status", "written_at", amount, ("'campaign'",))


SQLITE_POSTCARD_TRIGGERS = tuple(
    f"CREATE TRIGGER report_postcards_{name} {event} ON postcards WHEN {_make_condition(event, row, 'NOT')} "
    f"BEGIN INSERT INTO report_totals ({COLUMNS}, n) VALUES ({_list_values(n)}) {SAME_TOTAL}; END"
    for name, event, row, n in _EVENTS
)
POSTGRES_POSTCARD_FUNCTIONS = tuple(
    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN INSERT INTO report_changes ({COLUMNS}, n, part) VALUES ({_list_values(n)}, {PART}); RETURN NULL; END $$"
    for n, name in _FUNCTIONS.items()
)
POSTGRES_POSTCARD_TRIGGERS = tuple(
    f"CREATE TRIGGER report_postcards_{name} {event} ON postcards FOR EACH ROW "
    f"WHEN ({_make_condition(event, row, 'DISTINCT FROM')}) EXECUTE FUNCTION {_FUNCTIONS[n]}()"
    for name, event, row, n in _EVENTS
)
