"""Commands from a person's side: acknowledged in time, answered once, seen by those who should."""

import asyncio

from structlog.testing import capture_logs

from tests.adapters.discord.conftest import AT_ONCE, Floor
from tests.platforms.discord import DiscordStandIn
from tests.platforms.discord.checks.message_limits import EPHEMERAL, LOADING
from tests.platforms.discord.model.interactions import DEFER


async def test_a_command_is_answered_at_once_to_the_caller_alone(floor: Floor) -> None:
    answer = await floor.ana.slash("echo", {"word": "hello"}, channel=floor.channel)
    assert (answer.text, answer.private, answer.deferred) == ("hello", True, False)


async def test_options_arrive_with_their_types(floor: Floor) -> None:
    options = {"word": "ho", "times": 2, "loud": "Yes"}
    assert (await floor.ana.slash("echo", options, channel=floor.channel)).text == "HOHO"


async def test_typed_text_arrives_unchanged(floor: Floor) -> None:
    said = "@everyone <@1> **x** [here](https://e.org) `c` # 1. - > ||s|| \\ </log:1> :tada: a_b ~~z~~"
    answer = await floor.ana.slash("echo", {"word": said}, channel=floor.channel)
    assert answer.text == said


async def test_the_request_names_account_server_language_and_time(floor: Floor) -> None:
    chen = floor.discord.user("Chen", locale="zh-TW")
    answer = await chen.slash("echo", channel=floor.channel)
    asked = floor.desk.seen[0].envelope
    assert asked.id == f"discord:{answer.interaction.id}"
    assert asked.caller.platform == "discord"
    assert asked.caller.account == chen.id
    assert asked.caller.space == floor.guild.id
    assert asked.locale == "zh-TW"
    assert abs(asked.at / 1e6 - answer.interaction.born) < 0.002


async def test_a_direct_message_has_no_space(floor: Floor) -> None:
    await floor.ana.slash("echo", channel=floor.ana.dm)
    assert floor.desk.seen[0].caller.space is None


async def test_a_slow_private_answer_is_deferred_privately(floor: Floor) -> None:
    await floor.restart(AT_ONCE)
    answer = await floor.ana.slash("slow", channel=floor.channel, wait=False)
    await floor.discord.until(lambda: answer.deferred)
    assert answer.private
    floor.desk.gate.set()
    await answer.wait()
    assert (answer.text, answer.private, answer.history) == ("Done at last", True, ("Done at last",))


async def test_a_public_answer_goes_to_the_channel(floor: Floor) -> None:
    answer = await floor.ana.slash("board", channel=floor.channel)
    assert not answer.private
    assert [message.text for message in floor.channel.messages] == [answer.text]
    assert "East <Bay>" in answer.text


async def test_a_refusal_of_something_public_is_private(floor: Floor) -> None:
    floor.desk.gate.set()
    answer = await floor.ana.slash("refused", channel=floor.channel)
    assert "no open campaign" in answer.text
    assert answer.private


async def test_a_late_refusal_of_something_public_leaves_no_trace_in_the_channel(floor: Floor) -> None:
    await floor.restart(AT_ONCE)
    answer = await floor.ana.slash("refused", channel=floor.channel, wait=False)
    await floor.discord.until(lambda: answer.deferred)
    assert not answer.private
    floor.desk.gate.set()
    await floor.discord.until(lambda: bool(answer.followups))
    assert answer.followups[0].private
    assert "no open campaign" in answer.followups[0].text
    assert floor.channel.messages == []


async def test_a_bug_gives_a_sentence_with_a_reference(floor: Floor) -> None:
    with capture_logs() as logs:
        answer = await floor.ana.slash("broken", channel=floor.channel)
    assert logs[0]["reference"] in answer.text
    assert answer.private


async def test_an_unavailable_database_gets_a_sentence(floor: Floor) -> None:
    floor.desk.down = True
    assert (await floor.ana.slash("echo", {"word": "hi"}, channel=floor.channel)).text == "hi"


async def test_a_redelivered_request_is_dispatched_again_and_answered_once(floor: Floor) -> None:
    answer = await floor.ana.slash("echo", {"word": "hi"}, channel=floor.channel)
    with capture_logs() as logs:
        again = await floor.discord.redeliver(answer)
        await floor.adapter.stop()
    assert again is not None
    assert again.code == 40060
    assert len({inv.id for inv in floor.desk.seen}) == 1
    assert len(floor.desk.seen) == 2
    assert answer.history == ("hi",)
    assert logs == []


async def test_a_request_redelivered_in_progress_is_answered_once(floor: Floor) -> None:
    await floor.restart(AT_ONCE)
    answer = await floor.ana.slash("slow", channel=floor.channel, wait=False)
    await floor.discord.until(lambda: answer.deferred)
    await floor.discord.redeliver(answer)
    floor.desk.gate.set()
    await answer.wait()
    await floor.adapter.stop()
    assert len(floor.desk.seen) == 2
    assert answer.history == ("Done at last",)


async def test_a_defer_accepted_despite_an_error_is_filled_in(floor: Floor) -> None:
    await floor.restart(AT_ONCE)
    answer = await floor.ana.slash("slow", channel=floor.channel, wait=False)
    # Discord accepted the first try. The second, after a lost answer, gets "already acknowledged".
    asked = answer.interaction
    asked.original = floor.discord.state.new_message(asked.channel, EPHEMERAL | LOADING, asked)
    asked.response = DEFER
    await floor.discord.until(lambda: bool(asked.attempts))
    floor.desk.gate.set()
    assert (await answer.wait()).text == "Done at last"
    assert [attempt.code for attempt in asked.attempts] == [40060]


async def test_an_answer_that_is_too_late_is_logged(floor: Floor) -> None:
    floor.discord.refuse("POST /interactions/*/callback", 404, 10062)
    with capture_logs() as logs:
        late = await floor.ana.slash("echo", {"word": "late"}, channel=floor.channel, wait=False)
        await floor.discord.until(
            lambda: not floor.discord.state.faults.waiting
        )  # otherwise the next answer might hit it
        answer = await floor.ana.slash("echo", {"word": "hi"}, channel=floor.channel)
        await floor.adapter.stop()
    assert late.message is None
    assert answer.text == "hi"
    assert [(line["event"], line["code"]) for line in logs] == [("answered too late", 10062)]


async def test_the_work_is_done_even_if_the_defer_is_too_late(floor: Floor) -> None:
    await floor.restart(AT_ONCE)
    floor.discord.refuse("POST /interactions/*/callback", 404, 10062)
    with capture_logs() as logs:
        await floor.ana.slash("slow", channel=floor.channel, wait=False)
        await floor.desk.reached.wait()
        floor.desk.gate.set()
        await floor.adapter.stop()
    assert [line["event"] for line in logs] == ["answered too late"]


async def test_stopping_waits_for_work_in_progress_and_accepts_nothing_new(floor: Floor) -> None:
    await floor.restart(AT_ONCE)
    answer = await floor.ana.slash("slow", channel=floor.channel, wait=False)
    await floor.discord.until(lambda: answer.deferred)
    connection = floor.adapter._connection
    assert connection
    arrived = asyncio.create_task(connection.client.wait_for("interaction"))
    ending = asyncio.create_task(floor.adapter.stop())
    late = await floor.ana.slash("echo", channel=floor.channel, wait=False)
    await arrived
    floor.desk.gate.set()
    await ending
    assert answer.text == "Done at last"
    assert late.interaction.attempts == []
    assert len(floor.desk.seen) == 1
    await floor.discord.disconnected()


async def test_suggestions_match_the_typed_text(floor: Floor) -> None:
    offered = await floor.ana.autocomplete("log", "office", "senator", channel=floor.channel)
    assert offered == (("Senator Ash", "senator ash"), ("Senator Birch", "senator birch"))


async def test_a_removed_command_gets_a_sentence(floor: Floor, discord: DiscordStandIn) -> None:
    old = [*discord.commands(), {"name": "gone", "description": "Was here", "type": 1, "options": []}]
    discord.state.commands.put(None, old)
    assert "/gone" in (await floor.ana.slash("gone", channel=floor.channel)).text
