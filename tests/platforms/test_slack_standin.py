"""The Slack stand-in, tried with a real Bolt app over Socket Mode and over HTTP."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt.async_app import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.clock import PLATFORM_PATIENCE
from tests.platforms.slack import Channel, HandClock, NoAnswer, NotAcknowledged, SlackStandIn, User, sample

QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}


@dataclass
class Place:
    """A stand-in with the sample bot connected, and Ana in #general."""

    slack: SlackStandIn
    general: Channel
    ana: User
    saved: asyncio.Event

    def client(self) -> AsyncWebClient:
        return AsyncWebClient(token=self.slack.bot_token, base_url=self.slack.api_url)


@asynccontextmanager
async def place(
    road: str, clock: Callable[[], float] | None = None, ping_interval: float = sample.PING
) -> AsyncIterator[Place]:
    start = SlackStandIn.start() if clock is None else SlackStandIn.start(clock)
    async with await start as slack:
        team, saved = slack.add_team("Valley Org"), asyncio.Event()
        found = Place(slack, team.add_channel("general"), team.user("Ana", locale="es-ES"), saved)
        app = sample.build(slack.api_url, slack.bot_token, slack.signing_secret, saved)
        runs = (
            sample.over_http(app, slack.deliver_over_http)
            if road == "http"
            else sample.over_sockets(app, slack.app_token, ping_interval=ping_interval)
        )
        async with runs:
            yield found


@pytest.fixture(params=["sockets", "http"])
async def here(request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    async with place(request.param) as found:
        yield found
        assert found.slack.problems == []


@pytest.fixture
async def there() -> AsyncIterator[Place]:
    async with place("sockets") as found:
        yield found


async def test_an_ack_with_words_is_a_private_answer(here: Place) -> None:
    answer = await here.ana.slash("echo", "hola &lt;3", channel=here.general)
    assert (answer.text, answer.private) == ("hola <3", True)
    assert answer.seconds_to_ack is not None
    assert answer.seconds_to_ack > 0
    assert here.general.texts == []


async def test_a_card_is_read_tapped_replaced_and_deleted(here: Place) -> None:
    answer = await here.ana.slash("log", "voicemail", channel=here.general)
    assert answer.text == "Logged\nvoicemail for Ana & Bo"
    assert answer.buttons == ("Undo", "Next office", "Put away")
    undone = await answer.click("Undo")
    assert (undone.text, undone.private, undone.buttons) == ("Taken back: 7", True, ())
    assert answer.history == ("Logged\nvoicemail for Ana & Bo", "Taken back: 7")
    card = await here.ana.slash("log", channel=here.general)
    with pytest.raises(AssertionError, match="Bo cannot see"):
        await here.ana.team.user("Bo").click(card, "Undo")
    gone = await card.click("Put away")
    assert (gone.text, gone.deleted) == ("", True)


async def test_many_people_at_once_each_get_their_own_answer(here: Place) -> None:
    people = [here.ana.team.user(f"P{n}") for n in range(20)]
    cards = await asyncio.gather(*(person.slash("log", channel=here.general) for person in people))
    undone = await asyncio.gather(*(card.click("Undo") for card in cards))
    assert [answer.user for answer in undone] == people
    assert {answer.history for answer in undone} == {("Taken back: 7",)}


async def test_a_table_in_the_channel_is_read_as_rows(here: Place) -> None:
    answer = await here.ana.slash("board", channel=here.general)
    assert (answer.text, answer.private) == ("1 | Ana\n2 | Bo & Cy", False)
    assert here.general.texts == [answer.text]


async def test_a_form_is_filled_refused_and_submitted(here: Place) -> None:
    answer = await (await here.ana.slash("log", channel=here.general)).click("Next office")
    modal = answer.modal
    assert modal is not None
    assert modal.prefilled == {"Office": None, "Outcome": None, "Day": None, "Asks": [], "Name": "Ana"}
    assert await modal.suggest("Office", "sm") == ("Smith", "Smythe")
    calls = len(here.slack.hub.calls)
    assert (await modal.submit({"Name": "much too long a name"})).modal is modal
    assert modal.errors == {
        "Office": "Please complete this required field.",
        "Name": "Must be at most 10 characters.",
    }
    assert len(here.slack.hub.calls) == calls
    await modal.submit({"Office": "Jones", "Name": "Bo"})
    assert (modal.errors, modal.open) == ({"Office": "Jones & sons moved"}, True)
    choices = {"office/value": "Smith", "Outcome": "spoke", "Day": "Today", "Asks": ["Yes", "No"]}
    done = await modal.submit(choices)
    assert (done.text, done.private, modal.open) == ("Smith, spoke, ['yes', 'no'], Bo", True, False)
    with pytest.raises(AssertionError, match="not open"):
        await modal.submit()


async def test_a_view_updated_by_the_ack_and_again_later(here: Place) -> None:
    modal = (await here.ana.slash("form", channel=here.general)).modal
    assert modal is not None
    answer = await modal.submit({"Office": "Smith", "Name": "late"})
    assert answer.text == "Log a call\nSaving…"
    here.saved.set()
    await answer.until("Saved Smith")
    assert answer.history == ("Log a call\nSaving…", "Log a call\nSaved Smith")


async def test_a_direct_message_and_a_file_in_it(here: Place) -> None:
    assert (await here.ana.slash("echo", "hi")).payload["channel_name"] == "directmessage"
    answer = await here.ana.slash("picture", channel=here.general)
    assert [(f.name, f.alt, f.data) for f in answer.files] == [("card.png", "A card", b"\x89PNG")]
    assert (answer.private, len(here.ana.dm.messages)) == (True, 1)


async def test_the_same_payload_again_is_answered_in_its_own_answer(here: Place) -> None:
    first = await here.ana.slash("log", channel=here.general)
    second = await here.slack.redeliver(first)
    assert (second.payload, second.text) == (first.payload, first.text)
    assert (len(first.history), len(second.history)) == (1, 1)


async def test_a_redelivered_event_says_so(here: Place) -> None:
    opened = await here.ana.open_home()
    await here.slack.called("views.publish")
    assert here.ana.home.text == "Welcome home, try 0"
    await here.slack.redeliver(opened)
    await here.slack.called("views.publish", 2)
    assert here.ana.home.text == "Welcome home, try 1"


async def test_a_forged_tap_reaches_nobody_and_is_not_acknowledged(here: Place) -> None:
    here.slack.hub.ack_seconds = 0.2
    answer = await here.ana.slash("log", channel=here.general)
    with pytest.raises(NotAcknowledged):
        await here.ana.click_raw(answer, "undo:8", "8")


async def test_bad_signatures_meet_what_bolt_does_with_them() -> None:
    async with place("http") as here:
        payload = (await here.ana.slash("echo", "hi", channel=here.general)).payload
        post = here.slack.post
        assert (await post("slash_commands", payload)).status == 200
        assert (await post("slash_commands", payload, signature="v0=bad")).status == 401
        assert (await post("slash_commands", payload, timestamp="1000000000")).status == 401
        # Bolt lets the exceptions of the SDK's check through, so a bot has to check first and answer 401 itself.
        assert (await post("slash_commands", payload, timestamp="soon")).status == 500
        assert (await post("slash_commands", payload, signature="v0=é")).status == 500


async def test_a_disconnected_cut_or_closed_client_reconnects() -> None:
    async with place("sockets", ping_interval=0.2) as there:
        sockets = there.slack.sockets
        await sockets.disconnect("refresh_requested")
        await sockets.said_hello(2)
        await sockets.disconnect("warning")
        await sockets.said_hello(3)
        sockets.drop()
        await sockets.said_hello(4)
        await sockets.close()
        await sockets.said_hello(5)
        assert (await there.ana.slash("echo", "hi", channel=there.general)).text == "hi"
        assert sockets.connections == 1


async def test_two_connections_take_turns_and_one_closed_fails_nothing(there: Place) -> None:
    app = sample.build(there.slack.api_url, there.slack.bot_token, "unused", asyncio.Event())
    async with sample.over_sockets(app, there.slack.app_token):
        await there.slack.connected(2)
        texts = [(await there.ana.slash("echo", str(n), channel=there.general)).text for n in range(4)]
        assert texts == ["0", "1", "2", "3"]
    assert (await there.ana.slash("echo", "4", channel=there.general)).text == "4"


async def test_a_killed_bot_fails_at_once_and_its_cards_still_work() -> None:
    async with await SlackStandIn.start() as slack:
        team = slack.add_team("Valley Org")
        ana, general = team.user("Ana"), team.add_channel("general")
        with pytest.raises(NotAcknowledged, match="no open connection"):
            await ana.slash("log", channel=general)
        bot = await _separate_bot(slack)
        answer = await ana.slash("log", channel=general)
        gate = slack.hold("views.open")
        tap = asyncio.create_task(answer.click("Next office"))
        await slack.called("views.open")
        bot.kill()
        await bot.wait()
        with pytest.raises(NotAcknowledged, match="the connection broke"):
            await tap
        gate.set()
        bot = await _separate_bot(slack)
        assert (await answer.click("Undo")).text == "Taken back: 7"
        bot.kill()
        await bot.wait()


async def _separate_bot(slack: SlackStandIn) -> asyncio.subprocess.Process:
    told = {"API_URL": slack.api_url, "BOT_TOKEN": slack.bot_token, "APP_TOKEN": slack.app_token}
    command = (sys.executable, "-m", "tests.platforms.slack.sample")
    bot = await asyncio.create_subprocess_exec(*command, env={**os.environ, **told})
    await slack.connected()
    return bot


async def test_a_late_ack_and_a_silent_bot_fail_with_the_reason(there: Place) -> None:
    there.slack.hub.ack_seconds = 0.1
    there.slack.hold("views.open")
    with pytest.raises(NotAcknowledged, match="/form by Ana: operation_timeout"):
        await there.ana.slash("form", channel=there.general)
    answer = await there.ana.slash("echo", "hi", channel=there.general)
    with pytest.raises(NoAnswer, match=r"/echo hi by Ana: .* acknowledged after \d"):
        await answer.until("never said", patience=0.01)


async def test_a_trigger_is_valid_once_and_for_three_seconds() -> None:
    clock = HandClock(1_700_000_000)
    async with place("sockets", clock) as here:
        here.slack.hub.trigger_seconds = PLATFORM_PATIENCE
        trigger = (await here.ana.slash("form", channel=here.general)).payload["trigger_id"]
        await _refused(here, "exchanged_trigger_id", "views_open", trigger_id=trigger, view=sample.form("C1"))
        trigger = (await here.ana.slash("echo", "hi", channel=here.general)).payload["trigger_id"]
        clock.advance(3.1)
        await _refused(here, "expired_trigger_id", "views_open", trigger_id=trigger, view=sample.form("C1"))


async def _refused(here: Place, error: str, method: str, **args: object) -> None:
    with pytest.raises(SlackApiError) as caught:
        await getattr(here.client(), method)(**args)
    assert caught.value.response["error"] == error


async def test_a_response_url_is_valid_five_times_and_for_half_an_hour() -> None:
    clock = HandClock(1_700_000_000)
    async with place("sockets", clock) as here:
        url = (await here.ana.slash("log", channel=here.general)).payload["response_url"]
        respond = AsyncRespond(response_url=url)
        sent = [await respond("again", replace_original=True) for _ in range(5)]
        assert [reply.status_code for reply in sent] == [200, 200, 200, 200, 404]
        assert here.slack.problems == ["response_url: used_url"]
        old = (await here.ana.slash("log", channel=here.general)).payload["response_url"]
        clock.advance(30 * 60 + 1)
        assert "expired_url" in (await AsyncRespond(response_url=old)("late")).body


async def test_a_slash_commands_answer_cannot_be_replaced(there: Place) -> None:
    answer = await there.ana.slash("log", channel=there.general)
    await AsyncRespond(response_url=answer.payload["response_url"])("new", replace_original=True)
    assert (answer.text, len(answer.history)) == ("new", 2)
    assert (await answer.click("Undo")).text == "Taken back: 7"


async def test_what_slack_would_refuse_or_ping_is_a_problem(there: Place) -> None:
    await there.ana.slash("post", json.dumps({"text": "<!here> &lt;!channel&gt;"}), channel=there.general)
    assert there.slack.problems == [
        "chat.postMessage: unescaped <!here>",
        "chat.postMessage: unfurl_links is not off",
        "chat.postMessage: unfurl_media is not off",
    ]
    there.slack.problems.clear()
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    with pytest.raises(SlackApiError, match=r"\[ERROR\] must be less than 151 characters"):
        await there.client().chat_postMessage(channel=there.general.id, text="x", blocks=blocks, **QUIET)
    pointer = "[json-pointer:/blocks/0/text/text]"
    assert there.slack.problems == [f"chat.postMessage: invalid_blocks: must be less than 151 characters {pointer}"]
