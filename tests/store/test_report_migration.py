"""What reports counted before postcards and whole answers were kept is there afterward, and goes on."""

from collections.abc import Iterator

from bot.core.boards.recount import recount
from bot.core.totals.counting import Outcome
from bot.store.open import open_store
from tests.core.postcards.support import LINES, send
from tests.report_totals import load_report_totals
from tests.services import SENIOR, Core, caller, campaign, core_on
from tests.store.test_schema import empty_url as empty_url
from tests.store.test_schema import execute

BEFORE = "0045"
_NEW_TRIGGERS = ("added", "left", "changed", "dropped")


def go_back(url: str) -> Iterator[str]:
    """Statements that make a database what `BEFORE` made, apart from triggers that count more than they did then."""
    of = "" if url.startswith("sqlite") else " ON postcards"
    for name in _NEW_TRIGGERS:
        yield f"DROP TRIGGER report_postcards_{name}{of}"
    yield "DROP VIEW report_postcard_lines"
    yield "DELETE FROM report_totals WHERE about IN ('answer', 'postcard')"
    yield "DELETE FROM report_changes WHERE about IN ('answer', 'postcard')"
    yield f"UPDATE alembic_version SET version_num = '{BEFORE}'"


async def open_core(url: str) -> Core:
    return await core_on(await open_store(url), [campaign("vof", "asks: [{key: dream, text: Will you?}]", *LINES)])


async def use(core: Core, who: str) -> None:
    """Send a postcard, log a call and say what the office answered."""
    await send(core, caller(who), SENIOR)
    await core.answer(who, (await core.log(who, Outcome.SPOKE)).call_id, "yes")


async def test_postcards_and_answers_of_before_count(empty_url: str) -> None:
    core = await open_core(empty_url)
    await use(core, "ana")
    before = await load_report_totals(core.store)
    assert {row.about for row in before[0]} >= {"answer", "postcard"}
    await use(core, "bo")  # on PostgreSQL, nothing folds this before the upgrade
    await core.store.close()
    for statement in go_back(empty_url):
        await execute(empty_url, statement)
    core = await open_core(empty_url)
    try:
        await use(core, "cy")
        assert not any(one.wrong for one in await core.store.write(recount))
        counted, _ = await load_report_totals(core.store)
        assert {row.n for row in counted if row.about in ("answer", "postcard")} == {3}
    finally:
        await core.store.close()
