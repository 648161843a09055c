"""The triggers that keep how many people report each position of a target, as migration 0049 creates them.

``position_callers`` has, for each person, target, ask and position, the last day on which they heard it. After a call
or an answer changes, what its person heard from that target is found again. Each row is one in a line ``known`` of
``report_totals``, by that day: so the people who heard something since a day are the sum of the lines since then.
"""

# ruff: noqa: S608 - the statements are put together from these modules' own words

from bot.store.migrations.report_triggers import COLUMNS, PART, SAME_TOTAL

KEY = ("person_id", "campaign_id", "slot", "ask", "position")
_COLUMNS = ", ".join(KEY)
_HEARD = f"""
    SELECT {_COLUMNS}, max(day) AS last_day FROM calls JOIN positions ON id = call_id
    WHERE removed_at IS NULL AND outcome = 'spoke' AND adds_person = 1 AND position <> 'no_answer' AND {{where}}
    GROUP BY {_COLUMNS}
"""
FILL = f"INSERT INTO position_callers ({_COLUMNS}, last_day) {_HEARD.format(where='person_id IS NOT NULL')}"
KNOWN = "{row}.campaign_id, 'known', {row}.last_day, '', {row}.slot, '', '', 0, {row}.ask, {row}.position"
COUNT = f"""
    INSERT INTO report_totals ({COLUMNS}, n) SELECT {KNOWN.format(row="position_callers")}, count(*)
    FROM position_callers GROUP BY campaign_id, last_day, slot, ask, position
"""

_OF = ("person_id", "campaign_id", "slot")
_WATCHED = (*_OF, "day", "outcome", "adds_person", "removed_at")


def _find_again(of: dict[str, str]) -> str:
    """Find again what a person heard from a target, which ``of`` names by column."""
    drop = " AND ".join(f"{name} = {value}" for name, value in of.items())
    return f"""
        DELETE FROM position_callers WHERE {drop};
        INSERT INTO position_callers ({_COLUMNS}, last_day) {_HEARD.format(where=drop)}
        ON CONFLICT ({_COLUMNS}) DO UPDATE SET last_day = excluded.last_day;
    """


def _of_call(row: str) -> str:
    return _find_again({name: f"{row}.{name}" for name in _OF})


def _of_answer(row: str) -> str:
    return _find_again({name: f"(SELECT {name} FROM calls WHERE id = {row}.call_id)" for name in _OF})


def _differ(word: str) -> str:
    return " OR ".join(f"OLD.{name} IS {word} NEW.{name}" for name in _WATCHED)


# An answer that comes can only add to what its person heard, so nothing has to be found again.
_HEAR = f"""
    INSERT INTO position_callers ({_COLUMNS}, last_day)
    SELECT person_id, campaign_id, slot, NEW.ask, NEW.position, day FROM calls
    WHERE id = NEW.call_id AND person_id IS NOT NULL AND removed_at IS NULL AND outcome = 'spoke' AND adds_person = 1
        AND NEW.position <> 'no_answer'
    ON CONFLICT ({_COLUMNS}) DO UPDATE SET last_day = excluded.last_day
        WHERE excluded.last_day > position_callers.last_day;
"""
_HEADS = {
    "calls": "AFTER UPDATE ON calls",
    "answer_added": "AFTER INSERT ON positions",
    "answer_changed": "AFTER UPDATE ON positions",
    "answer_dropped": "AFTER DELETE ON positions",
    "caller_added": "AFTER INSERT ON position_callers",
    "caller_changed": "AFTER UPDATE ON position_callers",
    "caller_dropped": "AFTER DELETE ON position_callers",
}


def _list_bodies(count: str) -> dict[str, str]:
    """What each trigger does. ``count`` adds a number of people to a line."""

    def add(row: str, n: int) -> str:
        return count.format(line=KNOWN.format(row=row), n=n)

    return {
        "calls": f"{_of_call('OLD')} {_of_call('NEW')}",
        "answer_added": _HEAR,
        "answer_changed": f"{_of_answer('OLD')} {_of_answer('NEW')}",
        "answer_dropped": _of_answer("OLD"),
        "caller_added": add("NEW", 1),
        "caller_changed": f"{add('OLD', -1)} {add('NEW', 1)}",
        "caller_dropped": add("OLD", -1),
    }


def _make_sqlite_triggers() -> tuple[str, ...]:
    bodies = _list_bodies(f"INSERT INTO report_totals ({COLUMNS}, n) VALUES ({{line}}, {{n}}) {SAME_TOTAL};")
    when = {"calls": f"WHEN {_differ('NOT')}"}
    return tuple(
        f"CREATE TRIGGER known_{name} {head} {when.get(name, '')} BEGIN {bodies[name]} END"
        for name, head in _HEADS.items()
    )


def _make_postgres_triggers() -> tuple[tuple[str, ...], tuple[str, ...]]:
    bodies = _list_bodies(f"INSERT INTO report_changes ({COLUMNS}, n, part) VALUES ({{line}}, {{n}}, {PART});")
    functions = tuple(
        f"CREATE OR REPLACE FUNCTION known_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {body} RETURN NULL; END $$"
        for name, body in bodies.items()
    )
    when = {"calls": f"WHEN ({_differ('DISTINCT FROM')})"}
    return functions, tuple(
        f"CREATE TRIGGER known_{name} {head} FOR EACH ROW {when.get(name, '')} EXECUTE FUNCTION known_{name}()"
        for name, head in _HEADS.items()
    )


SQLITE_KNOWN_TRIGGERS = _make_sqlite_triggers()
POSTGRES_KNOWN_FUNCTIONS, POSTGRES_KNOWN_TRIGGERS = _make_postgres_triggers()
