"""Changes that calls append on PostgreSQL count at once, and folding them changes no total."""

import asyncio

from sqlalchemy import insert, select

from bot.core.boards.recount import recount
from bot.core.totals.counter_changes import OWN_KINDS, fold_changes
from bot.core.totals.counting import Outcome
from bot.store.statement import Row, Statement
from bot.store.tables import counter_changes, counters
from tests.services import JUNIOR, SENIOR, Core

_CHANGES = Statement(select(counter_changes))
_FOLDED = Statement(select(counters))
_APPEND = Statement(insert(counter_changes))


async def read_rows(core: Core, statement: Statement) -> list[Row]:
    return await core.store.read(lambda tx: tx.all(statement))


async def read_whole(core: Core) -> list[Row]:
    """The whole campaign's total."""
    rows = [row for row in await core.totals() if row.by == "total" and row.period == "campaign"]
    return [row for row in rows if row.campaign_id == "vof"]


async def make_calls(core: Core) -> None:
    await core.add_org("North", "Uptown")
    await core.tell("ana", chapter="Uptown", district="CA-11")
    await core.tell("bo", chapter="Uptown", district="CA-11")
    await asyncio.gather(*(core.log(name, office=SENIOR) for name in ("ana", "bo", "cy")))
    await core.log("ana", office=JUNIOR)


async def test_folding_changes_no_total(core: Core) -> None:
    await make_calls(core)
    before = await core.totals()
    changes, folded = await read_rows(core, _CHANGES), await read_rows(core, _FOLDED)
    assert {(row.n, row.people) for row in before if row.by == "total"} == {(4, 3)}
    if core.store.has_one_process:
        assert not changes
    else:
        assert {row.by for row in folded} <= OWN_KINDS
        assert not {row.by for row in changes} & OWN_KINDS
    for _ in range(2):
        await fold_changes(core.store)
        assert await read_rows(core, _CHANGES) == []
        assert await core.totals() == before
    assert not any(one.wrong for one in await core.store.write(recount))


async def test_what_lowers_a_total_finds_the_changes_too(core: Core) -> None:
    """A call that is undone may be the last one of its groups, and its changes may not be folded yet."""
    await make_calls(core)
    for name in ("cy", "ana", "bo", "ana"):
        await core.undo(name)
        totals = await core.totals()
        assert await core.rebuilt() == totals
        await core.log("di", office=JUNIOR)
    assert {(row.n, row.people) for row in await core.totals() if row.by == "total"} == {(1, 1)}
    await core.undo("di")
    assert await core.totals() == frozenset()


async def test_changes_copied_from_another_database_are_folded(core: Core) -> None:
    await core.log("ana", Outcome.SPOKE.value, SENIOR)
    await fold_changes(core.store)
    [total] = await read_whole(core)
    copied = {**total._asdict(), "n": 5, "people": 2, "part": 1}
    stray = {**copied, "campaign_id": "gone"}
    for row in (copied, stray):
        await core.store.write(lambda tx, row=row: tx.run(_APPEND, **row))  # type: ignore[misc]
    await fold_changes(core.store)
    [after] = await read_whole(core)
    assert (after.n, after.people, after.last_at) == (6, 3, total.last_at)
    await core.store.write(recount)
    assert await read_whole(core) == [total]
    assert await read_rows(core, _CHANGES) == []  # those of a campaign that doesn't exist, too
