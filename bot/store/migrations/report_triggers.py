"""The triggers that keep what reports count, as migration 0042 creates them.

A call contributes the lines of the view ``report_lines``: its office's outcome, and each answer that it has. Before a
call changes, a trigger takes its lines away, and afterwards another adds the lines that it has then. SQLite changes
``report_totals`` in place. On PostgreSQL triggers append to ``report_changes``, so that no call waits for another.

``report_askers`` has how often somebody put an ask to a target. Its rows are counted as lines ``asked``.

A backup of PostgreSQL has the triggers without their functions, so a restore creates these first. A migration that
changes them changes this module.
"""

# ruff: noqa: S608 - the statements are put together from this file's own words

from datetime import UTC, datetime

_FIRST = 119  # the Congress that calls before 2027 belong to
_STARTS = [int(datetime(2027 + 2 * n, 1, 3, 17, tzinfo=UTC).timestamp()) * 1_000_000 for n in range(20)]


def make_whose(row: str = "", at: str = "logged_at") -> tuple[str, str]:
    """The place and the Congress of a row, which matter only where its slot names no member.

    ``row`` is what its columns are prefixed with (``NEW.``), and ``at`` the column with its time.
    """
    whens = " ".join(f"WHEN {row}{at} < {start} THEN {_FIRST + n}" for n, start in enumerate(_STARTS))
    place = f"""
        CASE {row}slot WHEN 'representative' THEN coalesce({row}district, '')
            WHEN 'senator-1' THEN coalesce({row}state, '') WHEN 'senator-2' THEN coalesce({row}state, '') ELSE '' END
    """
    congress = f"""
        CASE WHEN {row}slot IN ('representative', 'senator-1', 'senator-2')
            THEN CASE {whens} ELSE {_FIRST + len(_STARTS)} END ELSE 0 END
    """
    return place, congress


_WHOSE = "{} AS place, {} AS congress".format(*make_whose())
_OFFICE_LINES = f"""
    SELECT id AS call_id, campaign_id, org_id, day, 'office' AS about, slot, office, {_WHOSE}, '' AS ask,
        outcome AS value
    FROM {{calls}} WHERE removed_at IS NULL
"""
LINES = f"""
    CREATE VIEW report_lines AS
    {_OFFICE_LINES.format(calls="calls")}
    UNION ALL
    SELECT id, campaign_id, org_id, day, 'position', slot, '', {_WHOSE}, ask, position
    FROM positions JOIN calls ON id = call_id WHERE removed_at IS NULL AND outcome = 'spoke'
"""
ASKER_LINES = f"""
    CREATE VIEW report_asker_lines AS
    SELECT call_id, person_id, campaign_id, org_id, day, slot, {_WHOSE}, ask
    FROM positions JOIN calls ON id = call_id
    WHERE removed_at IS NULL AND outcome = 'spoke' AND adds_person = 1 AND person_id IS NOT NULL
"""

KEY = ("campaign_id", "about", "period", "org_id", "slot", "office", "place", "congress", "ask", "value")
ASKER_KEY = ("person_id", "campaign_id", "org_id", "period", "slot", "place", "congress", "ask")
PERIODS = "(SELECT 'campaign' AS whole UNION ALL SELECT '') AS periods"
PERIOD = "CASE WHEN whole <> '' THEN whole ELSE day END"
COLUMNS, ASKER_COLUMNS = ", ".join(KEY), ", ".join(ASKER_KEY)
_VALUES = COLUMNS.replace("period", PERIOD)
# Answers of whole campaigns are kept for all orgs together, too, as ``answer``: admins read those.
_SPANS = "(SELECT 'campaign' AS whole, 0 AS summed UNION ALL SELECT '', 0 UNION ALL SELECT 'campaign', 1) AS spans"
_SPREAD_VALUES = {
    "about": "CASE WHEN summed = 1 THEN 'answer' ELSE about END",
    "period": PERIOD,
    "org_id": "CASE WHEN summed = 1 THEN '' ELSE org_id END",
}
_SPANNED = f"""
    SELECT {", ".join(_SPREAD_VALUES.get(name, name) for name in KEY)}, {{amount}}
    FROM report_lines CROSS JOIN {_SPANS} WHERE {{where}} AND (summed = 0 OR about = 'position')
"""
# People who asked are counted for each org and for all of them, since somebody may call for two.
ASKER_SCOPES = "(SELECT 0 AS everywhere UNION ALL SELECT 1) AS scopes"
ASKER_VALUES = ASKER_COLUMNS.replace("period", PERIOD).replace(
    "org_id", "CASE WHEN everywhere = 1 THEN '' ELSE org_id END"
)
# An asker's row as the total that it belongs to.
ASKED = (
    "{row}.campaign_id, 'asked', {row}.period, {row}.org_id, {row}.slot, '', {row}.place, {row}.congress, {row}.ask, ''"
)

PART = "floor(random() * 9007199254740992)::bigint"  # as many as a float tells apart

# Changes of a call that change its lines.
_WATCHED = (
    "campaign_id", "person_id", "org_id", "day", "slot", "office", "state", "district", "outcome", "logged_at",
    "adds_person", "removed_at",
)  # fmt: skip
_DIFFERS = " OR ".join(f"OLD.{name} IS {{}} NEW.{name}" for name in _WATCHED)


_SPREAD = ("period", "org_id")  # in which each line counts twice


def _add_lines(amount: int, where: str) -> str:
    """The statement that adds the lines of a call to the totals. ``amount`` is 1 or -1."""
    return f"INSERT INTO report_totals ({COLUMNS}, n) {_SPANNED.format(amount=amount, where=where)} {SAME_TOTAL}"


def _append_lines(amount: int, where: str) -> str:
    """The same for PostgreSQL, where each change is a row."""
    lines = _SPANNED.format(amount=f"{amount}, {PART}", where=where)
    return f"INSERT INTO report_changes ({COLUMNS}, n, part) {lines}"


def list_values(about: str, office: str, value: str, at: str, amount: int, periods: tuple[str, ...]) -> str:
    """The totals that a trigger's row without an ask moves in ``periods``: rows of VALUES, without brackets."""
    row = "NEW." if amount > 0 else "OLD."
    place, congress = make_whose(row, at)
    office = f"{row}{office}" if office else "''"
    return "), (".join(
        f"{row}campaign_id, '{about}', {period.format(row=row)}, {row}org_id, {row}slot, {office}, {place}, "
        f"{congress}, '', {row}{value}, {amount}"
        for period in periods
    )


def _add_new_line() -> str:
    """The same for a call that a statement added, which has no answers yet: without a search for them."""
    values = list_values("office", "office", "outcome", "logged_at", 1, ("'campaign'", "{row}day"))
    return f"INSERT INTO report_totals ({COLUMNS}, n) VALUES ({values}) {SAME_TOTAL};"


def _append_new_lines() -> str:
    """The same for calls that one statement added, which have no answers yet."""
    return f"""
        INSERT INTO report_changes ({COLUMNS}, n, part)
        SELECT {COLUMNS}, n, {PART} FROM (
            SELECT {_VALUES.replace(PERIOD, f"{PERIOD} AS period")}, count(*) AS n
            FROM ({_OFFICE_LINES.format(calls="added")}) AS lines CROSS JOIN {PERIODS} GROUP BY {_VALUES}
        ) AS sums
    """


def _add_askers(where: str) -> str:
    return f"""
        INSERT INTO report_askers ({ASKER_COLUMNS}, n)
        SELECT {ASKER_VALUES}, 1 FROM report_asker_lines CROSS JOIN {PERIODS} CROSS JOIN {ASKER_SCOPES} WHERE {where}
        ON CONFLICT ({ASKER_COLUMNS}) DO UPDATE SET n = report_askers.n + 1
    """


def _drop_askers(where: str) -> str:
    same = " AND ".join(f"report_askers.{name} = lines.{name}" for name in ASKER_KEY if name not in _SPREAD)
    return f"""
        UPDATE report_askers SET n = report_askers.n - 1
        FROM (SELECT * FROM report_asker_lines WHERE {where}) AS lines
        WHERE {same} AND report_askers.period IN ('campaign', lines.day) AND report_askers.org_id IN ('', lines.org_id)
    """


_OF_CALL, _OF_ANSWER = "call_id = {row}.id", "call_id = {row}.call_id AND about = 'position' AND ask = {row}.ask"
_ASKER_OF_ANSWER = "call_id = {row}.call_id AND ask = {row}.ask"
SAME_TOTAL = f"ON CONFLICT ({COLUMNS}) DO UPDATE SET n = n + excluded.n"


def _make_sqlite_triggers() -> tuple[str, ...]:
    def change(row: str, amount: int, lines: str, askers: str) -> str:
        lines, askers = lines.format(row=row), askers.format(row=row)
        count_askers = _add_askers(askers) if amount > 0 else _drop_askers(askers)
        return f"{_add_lines(amount, lines)}; {count_askers};"

    def count_asker(row: str, amount: int) -> str:
        return f"INSERT INTO report_totals ({COLUMNS}, n) VALUES ({ASKED.format(row=row)}, {amount}) {SAME_TOTAL};"

    call, answer = (_OF_CALL, _OF_CALL), (_OF_ANSWER, _ASKER_OF_ANSWER)
    differs = _DIFFERS.format(*(["NOT"] * len(_WATCHED)))
    same = " AND ".join(f"{name} = NEW.{name}" for name in KEY)
    same_asker = " AND ".join(f"{name} = NEW.{name}" for name in ASKER_KEY)
    bodies = {
        "calls_added AFTER INSERT ON calls WHEN NEW.removed_at IS NULL": _add_new_line(),
        f"calls_before BEFORE UPDATE ON calls WHEN {differs}": change("OLD", -1, *call),
        f"calls_after AFTER UPDATE ON calls WHEN {differs}": change("NEW", 1, *call),
        "calls_dropped BEFORE DELETE ON calls": change("OLD", -1, *call),
        "positions_added AFTER INSERT ON positions": change("NEW", 1, *answer),
        "positions_before BEFORE UPDATE ON positions": change("OLD", -1, *answer),
        "positions_after AFTER UPDATE ON positions": change("NEW", 1, *answer),
        "positions_dropped BEFORE DELETE ON positions": change("OLD", -1, *answer),
        "askers_added AFTER INSERT ON report_askers": count_asker("NEW", 1),
        "askers_dropped AFTER DELETE ON report_askers": count_asker("OLD", -1),
        "askers_emptied AFTER UPDATE ON report_askers WHEN NEW.n = 0": (
            f"DELETE FROM report_askers WHERE {same_asker};"
        ),
        "totals_emptied AFTER UPDATE ON report_totals WHEN NEW.n = 0": f"DELETE FROM report_totals WHERE {same};",
    }
    return tuple(f"CREATE TRIGGER report_{head} BEGIN {body} END" for head, body in bodies.items())


def _make_postgres_triggers() -> tuple[tuple[str, ...], tuple[str, ...]]:
    def function(name: str, body: str) -> str:
        return f"""
            CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                {body}
                RETURN coalesce(NEW, OLD);
            END $$
        """

    def change(row: str, amount: int, lines: str, askers: str) -> str:
        lines, askers = lines.format(row=row), askers.format(row=row)
        empty = "DELETE FROM report_askers WHERE n = 0;"
        count_askers = f"{_add_askers(askers)};" if amount > 0 else f"{_drop_askers(askers)}; {empty}"
        return f"{_append_lines(amount, lines)}; {count_askers}"

    def count_asker(row: str, amount: int) -> str:
        return f"INSERT INTO report_changes ({COLUMNS}, n, part) VALUES ({ASKED.format(row=row)}, {amount}, {PART});"

    call, answer = (_OF_CALL, _OF_CALL), (_OF_ANSWER, _ASKER_OF_ANSWER)
    differs = _DIFFERS.format(*(["DISTINCT FROM"] * len(_WATCHED)))
    bodies = {
        "report_new_calls": f"{_append_new_lines()};",
        "report_call_goes": change("OLD", -1, *call),
        "report_call_comes": change("NEW", 1, *call),
        "report_answer_goes": change("OLD", -1, *answer),
        "report_answer_comes": change("NEW", 1, *answer),
        "report_asker_goes": count_asker("OLD", -1),
        "report_asker_comes": count_asker("NEW", 1),
    }
    heads = (
        # Waiting calls are added with one statement, and row by row this took as long as half of their own work.
        ("calls_added AFTER INSERT ON calls REFERENCING NEW TABLE AS added FOR EACH STATEMENT", "report_new_calls"),
        (f"calls_before BEFORE UPDATE ON calls FOR EACH ROW WHEN ({differs})", "report_call_goes"),
        (f"calls_after AFTER UPDATE ON calls FOR EACH ROW WHEN ({differs})", "report_call_comes"),
        ("calls_dropped BEFORE DELETE ON calls FOR EACH ROW", "report_call_goes"),
        ("positions_added AFTER INSERT ON positions FOR EACH ROW", "report_answer_comes"),
        ("positions_before BEFORE UPDATE ON positions FOR EACH ROW", "report_answer_goes"),
        ("positions_after AFTER UPDATE ON positions FOR EACH ROW", "report_answer_comes"),
        ("positions_dropped BEFORE DELETE ON positions FOR EACH ROW", "report_answer_goes"),
        ("askers_added AFTER INSERT ON report_askers FOR EACH ROW", "report_asker_comes"),
        ("askers_dropped AFTER DELETE ON report_askers FOR EACH ROW", "report_asker_goes"),
    )
    functions = tuple(function(name, body) for name, body in bodies.items())
    return functions, tuple(f"CREATE TRIGGER report_{head} EXECUTE FUNCTION {name}()" for head, name in heads)


SQLITE_TRIGGERS = _make_sqlite_triggers()
POSTGRES_FUNCTIONS, POSTGRES_TRIGGERS = _make_postgres_triggers()
