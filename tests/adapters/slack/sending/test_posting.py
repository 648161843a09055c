"""Posts on Slack: what is there afterwards, and what is reported."""

from bot.kit.cards.markup import Markup
from bot.kit.cards.outbound import Address, Checked, Later, Posted, Refusal, Refused, Unknown
from bot.kit.cards.reply import Button, Card
from tests.adapters.slack.conftest import Floor

KEY = "0190b1c2-aaaa-7bbb-8ccc-0123456789ab"


def card(text: str = "Call *today*") -> Card:
    return Card("Call-in day", Markup(text), buttons=(Button("Script", "script", id=f"1a~script~{KEY}~seal"),))


def here(floor: Floor) -> Address:
    return Address("slack", floor.team.id, floor.channel.id)


async def test_a_post_appears_and_an_edit_replaces_it(floor: Floor) -> None:
    posted = await floor.adapter.poster.post(here(floor), card(), KEY)
    [message] = floor.channel.messages
    assert posted == Posted(message.ts)
    assert (message.text.splitlines()[0], message.buttons) == ("Call-in day", ("Script",))
    assert await floor.adapter.poster.edit(here(floor), message.ts, Card("It is over")) == posted
    assert (message.text, message.buttons) == ("It is over", ())


async def test_a_lost_answer_leaves_the_outcome_unknown(floor: Floor) -> None:
    floor.slack.cut("chat.postMessage")
    assert await floor.adapter.poster.post(here(floor), card(), KEY) == Unknown()
    assert len(floor.channel.messages) == 1


async def test_a_rate_limit_is_kept_without_another_request(floor: Floor) -> None:
    floor.slack.rate_limit("chat.postMessage", retry_after=60)
    assert await floor.adapter.poster.post(here(floor), card(), KEY) == Later(60)
    other = Address("slack", floor.team.id, floor.team.add_channel("other").id)
    assert isinstance(await floor.adapter.poster.post(other, card(), KEY), Later)
    assert len(floor.slack.calls("chat.postMessage")) == 1
    assert isinstance(await floor.adapter.poster.check(here(floor)), Checked)  # only posting is limited


async def test_ambiguous_errors_are_unknown_and_a_closed_edit_window_is_closed(
    floor: Floor,
) -> None:
    for error in ("internal_error", "fatal_error"):
        floor.slack.refuse("chat.postMessage", error)
        assert await floor.adapter.poster.post(here(floor), card(), KEY) == Unknown()
    floor.slack.refuse("chat.update", "edit_window_closed")
    assert await floor.adapter.poster.edit(here(floor), "1.1", card()) == Refused(Refusal.CLOSED)


async def test_a_direct_message_reaches_one_person(floor: Floor) -> None:
    told = await floor.adapter.poster.tell(f"{floor.team.id}:{floor.ana.id}", floor.team.id, card(), KEY)
    [message] = floor.ana.dm.messages
    assert told == Posted(message.ts)


async def test_a_channel_is_checked_and_a_deleted_one_is_reported(floor: Floor) -> None:
    assert await floor.adapter.poster.check(here(floor)) == Checked("general")
    outside = floor.team.add_channel("elsewhere", bot=False)
    uninvited = Refused(Refusal.OUTSIDE)
    there = Address("slack", floor.team.id, outside.id)
    assert await floor.adapter.poster.check(there) == Checked("elsewhere", uninvited)
    assert await floor.adapter.poster.post(there, card(), KEY) == uninvited
    gone = Address("slack", floor.team.id, "C404")
    assert await floor.adapter.poster.post(gone, card(), KEY) == Refused(Refusal.HIDDEN)
    removed = Address("slack", "T404", floor.channel.id)
    assert await floor.adapter.poster.post(removed, card(), KEY) == Refused(Refusal.REMOVED)
