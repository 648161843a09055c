"""Commands and taps, over both transports: acknowledged at once, answered in the right place."""

from io import StringIO

from bot.kit.i18n import load_words
from tests.adapters.slack.conftest import Floor
from tests.platforms.slack import Answer


async def test_a_command_is_answered_to_the_caller_alone(floor: Floor) -> None:
    answer = await floor.ana.slash("vof-echo", "hello", channel=floor.channel)
    assert (answer.text, answer.private) == ("hello", True)


async def test_typed_text_arrives_unchanged_and_pings_nobody(floor: Floor) -> None:
    said = "<!channel> *not bold* & <https://example.org|here> @ana"
    sent = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # as Slack passes typed text on
    answer = await floor.ana.slash("vof-echo", f"word:{sent}", channel=floor.channel)
    assert answer.text == said


async def test_the_request_names_account_workspace_language_and_time(floor: Floor) -> None:
    chen = floor.team.user("Chen", locale="zh-TW")
    await chen.slash("vof-echo", channel=floor.channel)
    asked = floor.desk.seen[0].envelope
    assert asked.caller.account == f"{floor.team.id}:{chen.id}"
    assert asked.caller.space == floor.team.id
    assert asked.locale == "zh-TW"
    assert abs(asked.at - floor.timing.clock()) < 60_000_000


async def test_a_slow_database_never_makes_the_acknowledgement_late(floor: Floor) -> None:
    floor.desk.held = True
    answer = await floor.ana.slash("vof-slow", channel=floor.channel, wait=False)
    assert answer.seconds_to_ack is not None
    floor.desk.gate.set()
    assert (await answer.wait()).text == "Done at last"


async def test_an_unavailable_database_gives_a_sentence(floor: Floor) -> None:
    floor.desk.down = True
    assert (await floor.ana.slash("vof-echo", "hi", channel=floor.channel)).text == "hi"


async def test_a_slow_users_info_costs_the_language_and_not_the_answer(floor: Floor) -> None:
    ines = floor.team.user("Ines", locale="es-ES")
    told = floor.slack.hold("users.info")
    await ines.slash("vof-echo", channel=floor.channel)
    assert floor.desk.seen[0].envelope.locale is None
    told.set()
    await ines.slash("vof-echo", channel=floor.channel)
    await ines.slash("vof-echo", channel=floor.channel)
    assert floor.desk.seen[-1].envelope.locale == "es-ES"
    assert len(floor.slack.calls("users.info")) == 1


async def test_a_missing_scope_costs_the_language_and_not_the_answer(floor: Floor) -> None:
    floor.slack.refuse("users.info", "missing_scope")
    await floor.ana.slash("vof-echo", channel=floor.channel)
    assert (await floor.ana.slash("vof-echo", channel=floor.channel)).text == "en"
    assert len(floor.slack.calls("users.info")) == 1


async def test_a_public_card_is_posted_in_the_channel(floor: Floor) -> None:
    answer = await floor.ana.slash("vof-board", channel=floor.channel)
    assert not answer.private
    assert "1 | East <Bay>" in answer.text
    assert len(floor.channel.texts) == 1


async def test_an_error_of_a_public_command_is_private(floor: Floor) -> None:
    answer = await floor.ana.slash("vof-closed", channel=floor.channel)
    assert answer.private
    assert answer.text.startswith("There's no open campaign")
    assert floor.channel.texts == []


async def test_an_unexpected_error_gives_a_reference(floor: Floor, log: StringIO) -> None:
    assert "reference" in (await floor.ana.slash("vof-broken", channel=floor.channel)).text


async def test_an_unknown_command_gets_a_sentence(floor: Floor) -> None:
    assert "no command /vof-nothing" in (await floor.ana.slash("vof-nothing", channel=floor.channel)).text


async def test_a_tap_on_a_private_card_replaces_it(floor: Floor) -> None:
    card = await floor.ana.slash("vof-receipt", channel=floor.channel)
    undone = await card.click("Undo")
    assert undone.message is card.message
    assert (undone.text, undone.private) == ("Taken back 7", True)


async def test_the_time_of_a_tap_is_slacks(floor: Floor) -> None:
    undone = await (await floor.ana.slash("vof-receipt", channel=floor.channel)).click("Undo")
    stamped = undone.payload["actions"][0]["action_ts"]
    assert floor.desk.seen[0].at == int(stamped.replace(".", ""))


async def test_a_public_answer_keeps_the_private_card(floor: Floor) -> None:
    card = await floor.ana.slash("vof-receipt", channel=floor.channel)
    shared = await card.click("Share")
    assert (shared.text, shared.private) == ("Shared", False)
    assert card.text.startswith("Logged")


async def test_a_tap_on_a_public_card_is_answered_privately(floor: Floor) -> None:
    board = await floor.ana.slash("vof-board", channel=floor.channel)
    mine = await floor.team.user("Bo").click(board, "Mine")
    assert (mine.text, mine.private) == ("You are second", True)
    assert len(floor.channel.texts) == 1
    assert "Board" in board.text


async def test_a_forged_or_borrowed_button_is_refused(floor: Floor) -> None:
    card = await floor.ana.slash("vof-receipt", channel=floor.channel)
    forged = await floor.ana.click_raw(card, "1a~undo~8~AAAAAAAAAAAA", "")
    assert forged.text.startswith("This card has expired")
    assert floor.desk.seen == []


async def test_buttons_survive_a_restart(floor: Floor) -> None:
    card = await floor.ana.slash("vof-receipt", channel=floor.channel)
    await floor.restart()
    assert (await card.click("Undo")).text == "Taken back 7"


async def test_the_answer_arrives_after_the_response_url_is_used_up(floor: Floor) -> None:
    answer = await _without_response_url(floor, "vof-echo hi")
    assert (answer.text, answer.private) == ("hi", True)
    assert len(floor.slack.calls("chat.postEphemeral")) == 1


async def test_outside_the_channel_the_answer_is_a_direct_message(floor: Floor) -> None:
    floor.channel.bot = False
    for command in ("vof-echo hi", "vof-board"):
        answer = await _without_response_url(floor, command)
        assert answer.message in floor.ana.dm.messages


async def test_a_public_card_without_response_url_is_posted(floor: Floor) -> None:
    assert not (await _without_response_url(floor, "vof-board")).private


async def test_a_rate_limit_is_waited_out(floor: Floor) -> None:
    floor.slack.rate_limit("response_url", retry_after=0)
    assert (await floor.ana.slash("vof-echo", "hi", channel=floor.channel)).text == "hi"


async def test_a_private_answer_takes_another_way_after_a_broken_connection(floor: Floor) -> None:
    floor.slack.cut("chat.postEphemeral")
    await _without_response_url(floor, "vof-echo hi")
    await floor.ana.dm.until(lambda channel: channel.texts == ["hi"])
    assert len(floor.slack.calls("chat.postEphemeral")) == 1


async def test_a_public_answer_is_not_repeated_after_a_broken_connection(floor: Floor) -> None:
    floor.slack.cut("response_url")
    answer = await floor.ana.slash("vof-board", channel=floor.channel)
    unsure = load_words("en").t("slack.perhaps_posted")
    await answer.until(lambda answer: unsure in answer.history)
    await floor.adapter.stop()
    assert len(floor.channel.messages) == 1
    assert floor.slack.calls("chat.postMessage") == ()


async def test_a_direct_message_works_like_a_channel(floor: Floor) -> None:
    card = await floor.ana.slash("vof-receipt")
    assert (await card.click("Undo")).message is card.message


async def _without_response_url(floor: Floor, command: str) -> Answer:
    floor.slack.refuse("response_url", "used_url")
    name, _, text = command.partition(" ")
    return await floor.ana.slash(name, text, channel=floor.channel)
