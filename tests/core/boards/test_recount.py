"""Recomputed totals: wrong ones are reported by kind, correct ones stay, and nobody is counted twice."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import bindparam, delete, insert, update

from bot.cli.upkeep.totals import Rebuild, describe_rebuild
from bot.core.boards.recount import CampaignRecount, recount
from bot.core.totals import counters
from bot.core.totals.counter_changes import fold_all_changes
from bot.core.totals.counting import CallCredit, GroupKind
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import counters as totals
from bot.store.tables import report_totals
from tests.report_totals import load_report_totals
from tests.services import SENIOR, Core, caller, campaign, core_on, new_request

_STRAY = CallCredit("2026-11-23", "2026-W48", "org", "chapter", "CA", "person")
_STRAY_ROW = Statement(insert(totals))
_LOSE = Statement(delete(totals).where(totals.c.by == bindparam("what"), totals.c.period == "campaign"))
_SHIFT = Statement(update(totals).where(totals.c.by == bindparam("what")).values(n=totals.c.n + 5))

_LINES = report_totals.c.about == bindparam("what")
_LOSE_LINES = Statement(delete(report_totals).where(_LINES))
_SHIFT_LINES = Statement(update(report_totals).where(_LINES).values(n=report_totals.c.n + 5))
NAMES = {
    "office": "calls to offices",
    "position": "answers of offices",
    "answer": "answers to all orgs",
    "asked": "people who asked them",
}
WRONG = {"answer": 1, "asked": 4}  # people of an org, and of all


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, folder=tmp_path)


async def recounted(core: Core) -> dict[str, CampaignRecount]:
    """Correct the totals, and return the result for each campaign."""
    return {one.campaign: one for one in await core.store.write(recount)}


async def test_correct_totals_do_not_change(core: Core) -> None:
    await core.add_org("North", "Uptown")
    await core.tell("ana", chapter="Uptown", district="CA-11")
    await core.log("ana")
    await core.log("bo", office=SENIOR)
    right, (lines, _) = await core.totals(), await load_report_totals(core.store)
    for _ in range(2):
        assert (await recounted(core))["vof"] == CampaignRecount("vof", len(right) + len(lines), {})
        assert await core.totals() == right


async def test_wrong_totals_are_corrected_and_counted(core: Core) -> None:
    await core.tell("ana", district="CA-11")
    await core.log("ana")
    right, (lines, _) = await core.totals(), await load_report_totals(core.store)

    async def spoil(tx: Tx) -> None:
        await counters.add_call(tx, "vof", _STRAY, (), 1)  # its own keys, and the state and the total
        await fold_all_changes(tx)
        await tx.run(_LOSE, what="org")  # also in the stray call's campaign
        await tx.run(_SHIFT, what="person")

    await core.store.write(spoil)
    found = (await recounted(core))["vof"]
    assert await core.totals() == right
    assert found.totals == len(right) + len(lines)
    persons = 2 * 2 * 3  # per org and in all, hers and the stray's, in three periods
    places = {GroupKind.DISTRICT: 3, GroupKind.STATE: 3}
    assert found.wrong == {
        GroupKind.CHAPTER: 3,
        GroupKind.ORG: 1 + 2,
        GroupKind.PERSON: persons,
        **places,
        GroupKind.TOTAL: 3,
    }


_STRAYS = [
    *((by.value, key) for by in GroupKind for key in ("", "gone", "CA-99")),
    ("zone", "Pacific"),  # from an older, newer or imaginary version
    ("", ""),
]


@pytest.mark.parametrize(("by", "key"), _STRAYS)
async def test_stray_totals_of_every_kind_are_named(core: Core, by: str, key: str) -> None:
    await core.tell("ana", district="CA-11")
    await core.log("ana")
    right = await core.totals()
    row = {"campaign_id": "vof", "period": "2020-01-01", "by": by, "scope": "x", "key": key}
    await core.store.write(lambda tx: tx.run(_STRAY_ROW, **row, n=7, people=2, last_at=1))
    [one] = (await recounted(core)).values()
    assert one.wrong == {by: 1}
    [sentence] = describe_rebuild(Rebuild((one,), 0))
    assert sentence.startswith("vof: 1 total was wrong and is right now (1 for ")
    assert await core.totals() == right
    assert describe_rebuild(Rebuild(((await recounted(core))["vof"],), 0))[0].startswith("Every total was right")


@pytest.mark.parametrize(
    "by", [GroupKind.ORG, GroupKind.CHAPTER, GroupKind.STATE, GroupKind.DISTRICT, GroupKind.PERSON, GroupKind.TOTAL]
)
async def test_a_wrong_total_of_any_kind_is_named(core: Core, by: GroupKind) -> None:
    await core.tell("ana", district="CA-11")
    await core.log("ana")
    right = await core.totals()
    for spoil in (_SHIFT, _LOSE):
        await core.store.write(partial(_spoil, how=spoil, by=by))
        [sentence] = describe_rebuild(Rebuild(tuple((await recounted(core)).values()), 0))
        assert "right now" in sentence
        assert await core.totals() == right


@pytest.mark.parametrize("about", ["office", "position", "answer", "asked"])
async def test_wrong_totals_of_reports_are_corrected_and_named(store: Store, about: str) -> None:
    core = await core_on(store, [campaign("vof", "asks: [{key: dream, text: Will you?}]")])
    await core.answer("ana", (await core.log("ana")).call_id, "yes")
    right = await load_report_totals(core.store)
    for spoil in (_SHIFT_LINES, _LOSE_LINES):
        await core.store.write(lambda tx, how=spoil: tx.run(how, what=about))  # type: ignore[misc]
        assert await load_report_totals(core.store) != right
        [sentence] = describe_rebuild(Rebuild(((await recounted(core))["vof"],), 0))
        assert f"{WRONG.get(about, 2)} for {NAMES[about]}" in sentence
        assert await load_report_totals(core.store) == right


async def _spoil(tx: Tx, how: Statement, by: GroupKind) -> None:
    await fold_all_changes(tx)
    await tx.run(how, what=by.value)


async def test_forgotten_peoples_calls_still_count(core: Core) -> None:
    await core.log("ana")
    await core.privacy.forget(caller("ana"), new_request())
    right = await core.totals()
    assert {row.n for row in right if row.by == "total"} == {1}
    assert not (await recounted(core))["vof"].wrong
    assert await core.totals() == right
