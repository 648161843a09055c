"""Posting on Discord unasked: what stands there afterwards, and what is said of it."""

from bot.kit.markup import Markup
from bot.kit.outbound import Address, Checked, Found, Posted, Refusal, Refused
from bot.kit.reply import Button, Card
from tests.adapters.discord.conftest import Floor

KEY = "0190b1c2-aaaa-7bbb-8ccc-0123456789ab"


def card(text: str = "Ring *today*") -> Card:
    return Card("Call-in day", Markup(text), buttons=(Button("Script", "script", id=f"1a~script~{KEY}~seal"),))


def here(floor: Floor) -> Address:
    return Address("discord", floor.guild.id, floor.channel.id)


async def test_a_post_stands_there_once_however_often_it_is_tried(floor: Floor) -> None:
    results = [await floor.adapter.poster.post(here(floor), card(), KEY) for _ in range(3)]
    [message] = floor.channel.messages
    assert results == [Posted(message.id)] * 3
    assert (message.text.splitlines()[0], message.buttons) == ("Call-in day", ("Script",))


async def test_an_edit_takes_the_messages_place(floor: Floor) -> None:
    posted = await floor.adapter.poster.post(here(floor), card(), KEY)
    assert isinstance(posted, Posted)
    edited = await floor.adapter.poster.edit(here(floor), posted.message, Card("It is over"))
    [message] = floor.channel.messages
    assert edited == posted
    assert (message.text, message.buttons) == ("It is over", ())


async def test_an_own_message_is_found_by_its_key(floor: Floor) -> None:
    posted = await floor.adapter.poster.post(here(floor), card(), KEY)
    assert isinstance(posted, Posted)
    assert await floor.adapter.poster.find(here(floor), KEY, 0) == Found(posted.message)
    assert await floor.adapter.poster.find(here(floor), "another", 0) == Found(None)


async def test_somebody_is_told_alone(floor: Floor) -> None:
    told = await floor.adapter.poster.tell(floor.ana.id, None, card(), KEY)
    assert isinstance(told, Posted)
    assert floor.channel.messages == []


async def test_a_channel_is_checked_and_one_that_is_gone_is_said_to_be(floor: Floor) -> None:
    assert await floor.adapter.poster.check(here(floor)) == Checked("general")
    gone = Address("discord", floor.guild.id, "1234")
    assert await floor.adapter.poster.check(gone) == Checked("", Refused(Refusal.GONE))
    assert await floor.adapter.poster.post(gone, card(), KEY) == Refused(Refusal.GONE)
    removed = Address("discord", "4321", floor.channel.id)
    assert await floor.adapter.poster.check(removed) == Checked("", Refused(Refusal.REMOVED))
