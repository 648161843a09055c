"""A postcard is sent once to each target, counted apart from calls, and taken back until somebody has read it."""

import pytest

from bot.errors import UserError
from bot.store.engine import Store
from tests.core.postcards.support import ADMIN, BOSS, approve_all, drive, rows, send, totals, undo
from tests.core.support.accounts import ANA, BO, exact, log
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, campaign, core_on, new_request


@pytest.fixture
async def core(store: Store) -> Core:
    return await core_on(store, [drive()])


async def test_one_goes_to_each_target_and_counts_apart_from_calls(core: Core) -> None:
    await log(core, ANA)
    calls = {row for row in await core.totals() if not row.by.startswith("postcards:")}
    receipt = await send(core, ANA)
    assert [one.slot for one in receipt.sent] == [REPRESENTATIVE, SENIOR, JUNIOR]
    assert (receipt.own, receipt.coalition, receipt.left) == (3, 3, ())
    assert {row for row in await core.totals() if not row.by.startswith("postcards:")} == calls
    assert (await totals(core))["total", ""] == (3, 1)
    await exact(core)


async def test_the_same_request_and_the_same_target_count_once(core: Core) -> None:
    first = await send(core, ANA, SENIOR, request="tap")
    assert await send(core, ANA, SENIOR, request="tap") == first
    again = await send(core, ANA, SENIOR)
    assert (again.sent, again.already, again.left) == ((), (SENIOR,), (REPRESENTATIVE, JUNIOR))
    await send(core, BO, SENIOR)
    assert (await totals(core))["total", ""] == (2, 2)
    await exact(core)


async def test_it_is_taken_back_until_it_is_reviewed(core: Core) -> None:
    first, second = (await send(core, ANA, SENIOR, JUNIOR)).sent
    await undo(core, ANA, first.id)
    with pytest.raises(UserError, match="unknown"):
        await undo(core, BO, second.id)
    assert (await totals(core))["total", ""] == (1, 1)
    assert [(row.words, row.mark) for row in await rows(core) if row.removed_at] == [(None, None)]
    await approve_all(core)
    with pytest.raises(UserError, match="too_late"):
        await undo(core, ANA, second.id)
    assert (await send(core, ANA, SENIOR)).sent
    await exact(core)


async def test_a_campaign_without_a_postcard_here_takes_none(store: Store) -> None:
    elsewhere = ("actions:", "  - {key: card, type: postcard, title: Postcard, url: 'https://example.org/card'}")
    core = await core_on(store, [campaign("calls"), campaign("elsewhere", *elsewhere)])
    for name in ("calls", "elsewhere", None):
        with pytest.raises(UserError, match="none"):
            await send(core, ANA, campaign=name)


async def test_a_suspended_person_sends_none_and_the_day_has_an_end(store: Store) -> None:
    from bot.core.slots.limits import LogLimits

    core = await core_on(store, [drive()], limits=LogLimits(logs_per_day=3, seconds_between_logs=0))
    assert len((await send(core, BO)).sent) == 3  # counts for Bo alone
    for _ in range(3):
        [sent] = (await send(core, ANA, SENIOR)).sent
        await undo(core, ANA, sent.id)
    with pytest.raises(UserError, match="enough"):
        await send(core, ANA, SENIOR)
    core.clock.forward(hours=25)
    assert (await send(core, ANA, SENIOR)).sent


async def test_reviewers_read_their_own_orgs_and_nobody_elses(core: Core) -> None:
    from bot.roles import Reach, Role

    await send(core, ANA, SENIOR)
    review = core.built.postcards.review
    [card] = await review.review_queue(ADMIN)
    assert (card.words, card.slot, card.writers, card.is_flood) == ("Please keep families together.", SENIOR, 0, False)
    other = Reach(Role.COORDINATOR, frozenset({"another"}))
    assert await review.review_queue(other) == ()
    for act in (review.approve, review.drop):
        with pytest.raises(UserError, match="unknown"):
            await act(BOSS, other, card.id, new_request())
