"""Posts on Discord: what is there afterwards, and what is reported."""

from bot.adapters.discord.drawing.payloads import build_message
from bot.adapters.discord.interactions.rest import RestClient
from bot.kit.cards.markup import Markup, draw_command
from bot.kit.cards.outbound import Address, Checked, Found, Later, Posted, Refusal, Refused, Unknown
from bot.kit.cards.reply import Button, Card
from tests.adapters.discord.conftest import Floor

KEY = "0190b1c2-aaaa-7bbb-8ccc-0123456789ab"
POST = "POST /channels/*/messages"


def card(text: str = "Call *today*") -> Card:
    return Card("Call-in day", Markup(text), buttons=(Button("Script", "script", id=f"1a~script~{KEY}~seal"),))


def here(floor: Floor) -> Address:
    return Address("discord", floor.guild.id, floor.channel.id)


async def test_a_post_appears_once_however_often_it_is_tried(floor: Floor) -> None:
    results = [await floor.adapter.poster.post(here(floor), card(), KEY) for _ in range(3)]
    [message] = floor.channel.messages
    assert results == [Posted(message.id)] * 3
    assert (message.text.splitlines()[0], message.buttons) == ("Call-in day", ("Script",))


async def test_an_edit_replaces_the_message(floor: Floor) -> None:
    posted = await floor.adapter.poster.post(here(floor), card(), KEY)
    assert isinstance(posted, Posted)
    edited = await floor.adapter.poster.edit(here(floor), posted.message, Card("It is over"))
    [message] = floor.channel.messages
    assert edited == posted
    assert (message.text, message.buttons) == ("It is over", ())


async def test_a_post_and_its_edit_mention_commands(floor: Floor) -> None:
    [id] = [one["id"] for one in floor.discord.commands() if one["name"] == "log"]
    named = Card(body=Markup(f"Type {draw_command('log', '/log')} today"))
    posted = await floor.adapter.poster.post(here(floor), named, KEY)
    assert isinstance(posted, Posted)
    [message] = floor.channel.messages
    assert message.text == f"Type </log:{id}> today"
    await floor.adapter.poster.edit(here(floor), posted.message, Card("Over", named.body))
    [message] = floor.channel.messages
    assert message.text == f"Over\nType </log:{id}> today"


async def test_an_own_message_is_found_by_its_key(floor: Floor) -> None:
    posted = await floor.adapter.poster.post(here(floor), card(), KEY)
    assert isinstance(posted, Posted)
    assert await floor.adapter.poster.find(here(floor), KEY, 0) == Found(posted.message)
    assert await floor.adapter.poster.find(here(floor), "another", 0) == Found(None)


async def test_an_own_message_is_found_behind_more_than_a_page_of_others(floor: Floor) -> None:
    since = int(floor.discord.state.clock() * 1_000_000)
    rest = RestClient(floor.discord.api_url, floor.discord.token)
    for number in range(120):
        await rest.send("POST", f"/channels/{floor.channel.id}/messages", build_message(Card(f"Message {number}")))
    await rest.close()
    posted = await floor.adapter.poster.post(here(floor), card(), KEY)
    assert isinstance(posted, Posted)
    assert await floor.adapter.poster.find(here(floor), KEY, since) == Found(posted.message)
    assert await floor.adapter.poster.find(here(floor), "another", since) == Found(None)


async def test_a_channels_rate_limit_spares_the_others_and_a_global_one_does_not(floor: Floor) -> None:
    other = Address("discord", floor.guild.id, floor.guild.add_channel("other").id)
    floor.discord.rate_limit(POST, retry_after=60)
    assert await floor.adapter.poster.post(here(floor), card(), KEY) == Later(60)
    assert isinstance(await floor.adapter.poster.post(here(floor), card(), KEY), Later)  # without a request
    assert isinstance(await floor.adapter.poster.post(other, card(), KEY), Posted)
    floor.discord.rate_limit(POST, retry_after=60, everywhere=True)
    assert await floor.adapter.poster.post(other, card(), "another") == Later(60)
    assert isinstance(await floor.adapter.poster.find(other, KEY, 0), Later)


async def test_refusals_and_unknown_outcomes_are_distinguished(floor: Floor) -> None:
    floor.discord.refuse(POST, 403, 50013)
    refused = await floor.adapter.poster.post(here(floor), card(), KEY)
    assert isinstance(refused, Refused)
    assert refused.refusal is Refusal.FORBIDDEN
    floor.discord.refuse(POST, 502, 0)
    assert await floor.adapter.poster.post(here(floor), card(), KEY) == Unknown()
    assert isinstance(await floor.adapter.poster.post(here(floor), card(), KEY), Posted)
    floor.discord.refuse("PATCH /channels/*/messages/*", 429, 30046)
    [message] = floor.channel.messages
    assert await floor.adapter.poster.edit(here(floor), message.id, card("!")) == Refused(Refusal.TOO_OLD)


async def test_a_direct_message_reaches_one_person(floor: Floor) -> None:
    told = await floor.adapter.poster.tell(floor.ana.id, None, card(), KEY)
    assert isinstance(told, Posted)
    assert floor.channel.messages == []


async def test_a_channel_is_checked_and_a_deleted_one_is_reported(floor: Floor) -> None:
    assert await floor.adapter.poster.check(here(floor)) == Checked("general")
    gone = Address("discord", floor.guild.id, "1234")
    assert await floor.adapter.poster.check(gone) == Checked("", Refused(Refusal.GONE))
    assert await floor.adapter.poster.post(gone, card(), KEY) == Refused(Refusal.GONE)
    removed = Address("discord", "4321", floor.channel.id)
    assert await floor.adapter.poster.check(removed) == Checked("", Refused(Refusal.REMOVED))
