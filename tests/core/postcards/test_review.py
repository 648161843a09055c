"""From the first reader to the office: approved, sent back or dropped, printed, handed over, and deleted in time."""

from pathlib import Path

import pytest

from bot.core.moderation.cleaning import Span
from bot.core.moderation.moderation import Reason
from bot.core.postcards.postcard_notices import PostcardNoticeKind
from bot.core.postcards.postcard_rows import PostcardStatus
from bot.core.postcards.printing import Recipient
from bot.core.postcards.review import SendBackReason
from bot.core.totals.counting import Measure
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.postcards.support import ADMIN, BOSS, NAME, WORDS, approve_all, drive, print_all, rows, send, totals
from tests.core.support.accounts import ANA, BO, exact, log
from tests.services import JUNIOR, SENIOR, Core, caller, core_on, new_request


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, [drive()], folder=tmp_path)


async def test_approved_ones_are_printed_handed_over_and_told_once(core: Core) -> None:
    await send(core, ANA, SENIOR, JUNIOR)
    await send(core, BO, SENIOR)
    printing, notices = core.built.postcards.printing, core.built.postcards.notices
    with pytest.raises(UserError, match="nothing_to_print"):
        await printing.load_for_print(ADMIN)
    await approve_all(core)
    senior = Recipient("vof", SENIOR)
    [batch] = await printing.load_for_print(ADMIN, senior)
    assert (batch.recipient, [(card.words, card.signature) for card in batch.cards]) == (senior, [(WORDS, NAME)] * 2)
    with pytest.raises(UserError, match="nothing_printed"):  # its file may never have come
        await printing.mark_delivered(BOSS, ADMIN, None, new_request())
    await printing.mark_printed(BOSS, ADMIN, senior, {card.id for card in batch.cards} | {"gone"})
    request = new_request()
    assert (await printing.mark_delivered(BOSS, ADMIN, None, request)).count == 2
    assert (await printing.mark_delivered(BOSS, ADMIN, None, request)).count == 2
    told = await notices.take(20)
    assert {one.accounts for one in told} == {((who.platform, who.account),) for who in (ANA, BO)}
    assert {one.kind for one in told} == {PostcardNoticeKind.DELIVERED}
    assert await notices.take(20) == ()
    with pytest.raises(UserError, match="nothing_printed"):
        await printing.mark_delivered(BOSS, ADMIN, None, new_request())
    assert (await totals(core))["total", ""] == (3, 2)


async def test_what_is_sent_back_counts_again_once_it_is_changed(core: Core) -> None:
    [sent], [others] = [(await send(core, who, SENIOR)).sent for who in (ANA, BO)]
    review = core.built.postcards.review
    for one in (others, sent):
        await review.send_back(BOSS, ADMIN, one.id, SendBackReason.UNCLEAR, new_request())
    assert ("total", "") not in await totals(core)
    notices = await core.built.postcards.notices.take(20)
    assert [(one.kind, one.reason) for one in notices] == [(PostcardNoticeKind.SENT_BACK, "unclear")] * 2
    [own] = await core.built.postcards.postcards.list_own(ANA)
    assert (own.words, own.status, own.removed) == (WORDS, PostcardStatus.SENT_BACK, "sent_back")
    await send(core, ANA, SENIOR, words="Better words.")
    assert [row.words is None for row in await rows(core)] == [True, False, False]  # Bo's stays as it was
    assert (await totals(core))["total", ""] == (1, 1)
    assert (await review.approve(BOSS, ADMIN, sent.id, new_request())).already
    await exact(core)


async def test_what_is_dropped_leaves_no_words_and_no_number(core: Core) -> None:
    [sent] = (await send(core, ANA, SENIOR)).sent
    await core.built.postcards.review.drop(BOSS, ADMIN, sent.id, new_request())
    [row] = await rows(core)
    assert (row.words, row.signature, row.mark) == (None, None, None)
    assert await totals(core) == {}
    await exact(core)


async def test_the_writer_of_a_dropped_postcard_is_told_once_and_why(core: Core) -> None:
    review, notices = core.built.postcards.review, core.built.postcards.notices
    [sent], [others] = [(await send(core, who, SENIOR)).sent for who in (ANA, BO)]
    request = new_request()
    for _ in range(2):
        await review.drop(BOSS, ADMIN, sent.id, request, SendBackReason.UNKIND)
    [told] = await notices.take(20)
    assert (told.kind, told.reason, told.slot) == (PostcardNoticeKind.DROPPED, "unkind", SENIOR)
    assert told.accounts == ((ANA.platform, ANA.account),)
    await review.drop(BOSS, ADMIN, others.id, new_request())
    [other] = await notices.take(20)
    assert (other.kind, other.reason) == (PostcardNoticeKind.DROPPED, None)
    assert (await send(core, ANA, SENIOR)).sent, "another one may be written"


async def test_the_same_words_of_several_people_are_marked(core: Core) -> None:
    for number in range(5):
        await send(core, caller(f"writer {number}"), SENIOR, words=f"Please  help us{'!' * number}")
    queue = await core.built.postcards.review.review_queue(ADMIN)
    assert {(card.writers, card.is_flood, card.waiting) for card in queue} == {(4, True, 5)}


async def test_words_go_in_time_and_the_numbers_stay(core: Core) -> None:
    await send(core, ANA, SENIOR, JUNIOR)
    await approve_all(core)
    printing = core.built.postcards.printing
    await print_all(printing, to=Recipient("vof", SENIOR))
    await printing.mark_delivered(BOSS, ADMIN, None, new_request())
    core.clock.forward(days=29)
    await core.privacy.sweep()
    assert all(row.words for row in await rows(core))
    core.clock.forward(days=2)
    await core.privacy.sweep()
    assert {row.slot: row.words is None for row in await rows(core)} == {SENIOR: True, JUNIOR: False}
    core.clock.forward(days=60)
    await core.privacy.sweep()
    assert {(row.words, row.mark, row.person_id) for row in await rows(core)} == {(None, None, None)}
    assert (await totals(core))["total", ""] == (2, 1)
    await exact(core)


async def test_cleaning_up_after_somebody_takes_their_postcards_out_too(core: Core) -> None:
    await send(core, ANA, SENIOR)
    await send(core, BO, SENIOR)
    await log(core, ANA)
    cleaning, boss = core.built.moderation.cleaning, caller("boss", "discord", "server")
    plan = await cleaning.preview(boss, ADMIN, ANA.account, Span.TODAY, new_request())
    request = new_request()
    cleaned = await cleaning.clean(boss, ADMIN, plan.who, Reason.SPAM, Span.TODAY, request)
    assert (plan.postcards, cleaned.calls, cleaned.postcards) == (1, 1, 1)
    assert await cleaning.clean(boss, ADMIN, plan.who, Reason.SPAM, Span.TODAY, request) == cleaned
    assert (await totals(core))["total", ""] == (1, 1)
    assert [(row.words is None, row.removed_as) for row in await rows(core)] == [(True, "spam"), (False, None)]
    await exact(core)


async def test_a_postcard_is_voided_by_its_reference_and_its_writer_told(core: Core) -> None:
    senior, junior = (await send(core, ANA, SENIOR, JUNIOR)).sent
    await log(core, ANA)
    await approve_all(core)
    await print_all(core.built.postcards.printing)  # it is on paper, and comes out all the same
    request, void = new_request(), core.moderation.void
    voided = await void(BOSS, ADMIN, senior.reference.lower(), Reason.SPAM, request)
    assert (voided.measure, voided.slot, voided.already, voided.coalition) == (Measure.POSTCARDS, SENIOR, False, 1)
    assert await void(BOSS, ADMIN, senior.reference, Reason.SPAM, request) == voided
    again = await void(BOSS, ADMIN, senior.reference, Reason.TEST, new_request())
    assert (again.already, again.coalition) == (True, 1)
    now = {row.id: (row.words is None, row.mark is None, row.removed_as) for row in await rows(core)}
    assert now == {senior.id: (True, True, "spam"), junior.id: (False, False, None)}
    [notice] = await core.built.postcards.notices.take(20)
    assert (notice.kind, notice.reason, notice.slot) == (PostcardNoticeKind.VOIDED, "spam", SENIOR)
    entries = [(one.action, one.object, one.result) for one in await core.audit.load_newest(ADMIN)]
    assert [one for one in entries if one[0] == "postcard.void"] == [("postcard.void", senior.id, "spam")]
    assert not [one for one in entries if one[0] == "call.void"]
    assert [one.reference for one in await core.moderation.list_newest_calls(ADMIN, junior.reference[:4])]
    elsewhere = Reach(Role.COORDINATOR, frozenset({"another"}))
    for reach, word in ((elsewhere, junior.reference), (ADMIN, "ABCD-EFGH")):
        with pytest.raises(UserError, match=r"void\.unknown"):
            await void(BOSS, reach, word, Reason.SPAM, new_request())
    assert await core.moderation.suspend(BOSS, ADMIN, junior.reference, Reason.SPAM, new_request(), by_call=True)
    assert (await totals(core))["total", ""] == (1, 1)
    await exact(core)


async def test_a_person_sees_their_own_number_beside_their_calls(core: Core) -> None:
    await send(core, ANA, SENIOR, JUNIOR)
    history = await core.histories.read(ANA, core.clock())
    assert (history.postcards, history.all) == (2, 0)


async def test_words_are_read_by_the_reviewers_of_their_org_and_by_nobody_else(core: Core) -> None:
    """An admin reads those of people without an org, and others only as a coordinator of theirs."""
    for org, chapter, who in (("North", "Uptown", "ana"), ("South", "Midtown", "bo")):
        await core.add_org(org, chapter)
        await core.tell(who, chapter=chapter)
    for writer in (ANA, BO, caller("solo")):
        await send(core, writer, SENIOR)
    north, south, alone = [row.org_id for row in await rows(core)]
    services = core.built.postcards
    readers = {
        Reach(Role.COORDINATOR, frozenset({north})): {north},
        Reach(Role.COORDINATOR, frozenset({north, south})): {north, south},
        Reach(Role.CAPTAIN): set(),
        ADMIN: {alone},
        Reach(Role.ADMIN, frozenset({south})): {alone, south},
    }
    cards = {card.org_id: card.id for reach in readers for card in await services.review.review_queue(reach)}
    assert set(cards) == {north, south, alone}
    for reach, mine in readers.items():
        assert {card.org_id for card in await services.review.review_queue(reach)} == mine
        for org in {*cards} - mine:
            with pytest.raises(UserError, match="unknown"):
                await services.review.approve(BOSS, reach, cards[org], new_request())
            with pytest.raises(UserError, match="unknown"):
                await services.review.drop(BOSS, reach, cards[org], new_request())
    for card in cards.values():
        await services.review.approve(BOSS, Reach(Role.ADMIN, frozenset({north, south})), card, new_request())
    for reach, mine in readers.items():
        assert sum(stack.approved for stack in await services.printing.list_stacks(reach)) == len(mine)
