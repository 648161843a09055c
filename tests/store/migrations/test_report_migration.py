"""What reports counted before postcards and whole answers were kept is there afterward, and goes on."""

import runpy
from collections.abc import Iterator

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from bot.core.boards.recount import recount
from bot.core.totals.counting import Outcome
from bot.store import schema
from tests.core.postcards.support import LINES, send
from tests.fixtures import Opening
from tests.report_totals import load_report_totals
from tests.services import SENIOR, Core, caller, campaign, core_on
from tests.store.migrations.test_schema import empty_url as empty_url
from tests.store.migrations.test_schema import execute, on

MIGRATIONS = ("0046", "0049")
_NEW_TRIGGERS = {
    "postcards": tuple(f"report_postcards_{name}" for name in ("added", "left", "changed", "dropped")),
    "calls": ("known_calls",),
    "positions": tuple(f"known_answer_{name}" for name in ("added", "changed", "dropped")),
}
_NEW_LINES = "('answer', 'known', 'postcard')"


def go_back(url: str) -> Iterator[str]:
    """Statements that undo `MIGRATIONS`, apart from triggers that count more than they did before."""
    for table, names in _NEW_TRIGGERS.items():
        for name in names:
            yield f"DROP TRIGGER {name}" + ("" if url.startswith("sqlite") else f" ON {table}")
    yield "DROP VIEW report_postcard_lines"
    yield "DROP TABLE position_callers"
    yield "DROP INDEX ix_report_changes_known"
    for table in ("report_totals", "report_changes"):
        yield f"DELETE FROM {table} WHERE about IN {_NEW_LINES}"


def migrate(there: Connection) -> None:
    """Run `MIGRATIONS` again."""
    with Operations.context(MigrationContext.configure(there)):
        for revision in MIGRATIONS:
            runpy.run_path(str(schema._FOLDER / "versions" / f"{revision}.py"))["upgrade"]()


async def open_core(opening: Opening, url: str) -> Core:
    return await core_on(await opening(url), [campaign("vof", "asks: [{key: dream, text: Will you?}]", *LINES)])


async def use(core: Core, who: str) -> None:
    """Send a postcard, log a call and say what the office answered."""
    await send(core, caller(who), SENIOR)
    await core.answer(who, (await core.log(who, Outcome.SPOKE)).call_id, "yes")


async def test_postcards_and_answers_of_before_count(empty_url: str, opening: Opening) -> None:
    core = await open_core(opening, empty_url)
    await use(core, "ana")
    before = await load_report_totals(core.store)
    assert {row.about for row in before[0]} >= {"answer", "postcard"}
    await use(core, "bo")  # on PostgreSQL, nothing folds this before the upgrade
    await core.store.close()
    for statement in go_back(empty_url):
        await execute(empty_url, statement)
    await on(empty_url, migrate)
    core = await open_core(opening, empty_url)
    await use(core, "cy")
    assert not any(one.wrong for one in await core.store.write(recount))
    counted, _ = await load_report_totals(core.store)
    assert {row.n for row in counted if row.about in ("answer", "known", "postcard")} == {3}
