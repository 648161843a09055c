"""Forms: their values, their answers, and how mistakes are corrected."""

import pytest

from bot.adapters.discord.drawing.forms import Draft, Drafts, build_modal
from bot.adapters.discord.interactions.near_matches import list_searches, make_hints
from bot.identity import Caller
from bot.kit.cards.reply import FIELDS, Choice, Field, Form
from bot.kit.i18n import load_words
from tests.adapters.discord import cogs
from tests.adapters.discord.conftest import AT_ONCE, Floor
from tests.platforms.discord import Answer, Modal
from tests.platforms.discord.checks.form_limits import check_modal
from tests.platforms.discord.model.interactions import UPDATE

CALLER = Caller("discord", "1", None)
REFUSED = {"How it went": "Spoke to someone", "Office you called": "Senator Ash"}


async def open_form(floor: Floor, command: str = "log", **options: str) -> Modal:
    answer = await floor.ana.slash(command, options, channel=floor.channel)
    assert answer.modal
    return answer.modal


async def reopen_form(answer: Answer) -> Modal:
    again = await answer.click("Edit")
    assert again.modal
    return again.modal


async def test_a_command_without_its_option_opens_the_form(floor: Floor) -> None:
    form = await open_form(floor)
    assert form.title == "Log a call"
    assert form.labels == ("How it went", "Office you called")
    filled = {"How it went": "Left a voicemail", "Office you called": "Senator Birch"}
    floor.desk.gate.set()
    answer = await form.submit(filled)
    assert (answer.text, answer.private) == ("Logged\nvoicemail senator birch", True)


async def test_the_form_shows_the_commands_options(floor: Floor) -> None:
    form = await open_form(floor, office="senator birch")
    assert form.prefilled["Office you called"] == ("senator birch",)


async def test_a_field_left_empty_is_no_answer(floor: Floor) -> None:
    answer = await (await open_form(floor)).submit({"How it went": "spoke"})
    assert answer.text == "Logged\nspoke None"


async def test_the_form_offers_known_values_within_its_limits(floor: Floor) -> None:
    form = await open_form(floor, "profile")
    assert form.prefilled == {
        "Name": "Ana, whose",
        "Office you called": "An office closed since",
        "Your story": "",
    }


async def test_a_form_opened_before_a_restart_can_be_sent_after_it(floor: Floor) -> None:
    form = await open_form(floor, "profile")
    await floor.restart()
    answer = await form.submit({"Name": "Bea", "Your story": "*Long*\nstory"})
    assert answer.text == "I am Bea, An office closed since, *Long*\nstory"


async def test_a_slow_form_is_deferred(floor: Floor) -> None:
    await floor.restart(AT_ONCE)
    form = await open_form(floor)
    answer = await form.submit({"How it went": "spoke", "Office you called": "Senator Birch"}, wait=False)
    await floor.discord.until(lambda: answer.deferred)
    assert answer.private
    floor.desk.gate.set()
    assert (await answer.wait()).text == "Logged\nspoke senator birch"


async def test_a_mistake_is_corrected_in_the_same_form(floor: Floor) -> None:
    refused = await (await open_form(floor)).submit(REFUSED)
    assert refused.private
    assert refused.buttons == ("Senator Birch", "Edit")
    form = await reopen_form(refused)
    assert form.prefilled == {"How it went": ("spoke",), "Office you called": ("senator ash",)}
    corrected = await form.submit({"Office you called": "Representative Cedar"})
    assert corrected.interaction.response == UPDATE
    assert refused.text == "Logged\nspoke representative cedar"


@pytest.mark.parametrize("typed", ["Represnetative Cedar", "Rep. Cedar", "Cedra", "representative  cedar"])
async def test_a_typo_is_answered_with_near_matches_to_tap(
    floor: Floor, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cogs, "OFFICES", (*(f"Office {number}" for number in range(30)), *cogs.OFFICES))
    floor.desk.refuse = True
    form = await open_form(floor)
    refused = await form.submit({"How it went": "spoke", "Office you called": typed})
    assert refused.buttons == ("Representative Cedar", "Edit")
    assert (await reopen_form(refused)).prefilled["Office you called"] == typed
    floor.desk.refuse = False
    await refused.click("Representative Cedar")
    assert refused.text == "Logged\nspoke representative cedar"


async def test_a_name_that_is_refused_for_a_reason_is_offered_no_others(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cogs, "OFFICES", (*(f"Office {number}" for number in range(30)), *cogs.OFFICES))
    refused = await (await open_form(floor)).submit({"How it went": "spoke", "Office you called": "senator elm"})
    assert "That seat is vacant" in refused.text
    assert refused.buttons == ("Edit",)


def test_searches_use_shorter_and_shorter_parts_of_a_name() -> None:
    assert list_searches(" Brokolyn ") == ("Brokolyn", "Brokoly", "rokolyn", "Broko", "kolyn", "Brok", "olyn")
    assert list_searches("x") == list_searches("") == list_searches("  ") == ()
    assert list_searches("ab") == ("ab",)


async def test_a_list_that_is_longer_than_a_menu_says_how_to_find_something(floor: Floor) -> None:
    many = tuple(Choice(str(number), f"Office {number}") for number in range(25))
    fields = (
        Field("office", "Office", choices=many, suggest="offices"),
        Field("outcome", "Outcome", choices=many[:3]),
        Field("day", "Day"),
    )
    dispatcher, said = floor.adapter._handler._dispatcher, load_words("en")
    for name, sentence in (
        ("log", "Type a part of the name; /log suggests as you type."),
        ("profile", "Type a part of the name."),  # its command doesn't ask for the office
    ):
        form = Form(name, "Log", fields, "Save", "id")
        window = build_modal(form, hints=make_hints(dispatcher, form, said)).to_dict()
        assert [label.get("description") for label in window["components"]] == [sentence, None, None]
        assert list(check_modal(window)) == []
        told = build_modal(form, {"office": "There is none"}, make_hints(dispatcher, form, said)).to_dict()[
            "components"
        ]
        assert told[0]["description"] == "There is none"
    short = Form("log", "Log", (Field("office", "Office", choices=many[:24], suggest="offices"),), "Save", "id")
    assert "description" not in build_modal(short, hints=make_hints(dispatcher, short, said)).to_dict()["components"][0]


async def test_a_note_stands_above_the_fields_or_under_the_first_label() -> None:
    for count in range(1, FIELDS + 1):
        fields = tuple(Field(f"f{number}", f"Field {number}") for number in range(count))
        window = build_modal(Form("log", "Log", fields, "Save", "id", note="Read *this* first")).to_dict()
        first = window["components"][0]
        assert list(check_modal(window)) == []
        assert len(window["components"]) == min(count + 1, FIELDS)
        assert (first.get("content") or first.get("description")).replace("\\", "") == "Read *this* first"


async def test_a_second_mistake_replaces_the_first(floor: Floor) -> None:
    refused = await (await open_form(floor)).submit(REFUSED)
    await (await reopen_form(refused)).submit()
    assert len(refused.history) == 2
    assert refused.buttons == ("Senator Birch", "Edit")


async def test_the_form_shows_each_error_beside_its_field() -> None:
    form = Form("log", "Log", (Field("office", "Office"),), "Save", "id")
    labels = build_modal(form, {"office": "There is no such office. " * 9}).to_dict()["components"]
    assert labels[0]["description"].startswith("There is no such office.")
    assert list(check_modal(build_modal(form, {"office": "There is no such office. " * 9}).to_dict())) == []


async def test_a_mistake_in_a_cards_form_keeps_the_card(floor: Floor) -> None:
    card = await floor.ana.slash("receipt", channel=floor.channel)
    form = (await card.click("Log another")).modal
    assert form
    refused = await form.submit(REFUSED)
    assert refused.message is not card.message
    assert refused.private
    assert card.text.startswith("Logged\nOwn")


async def test_a_late_mistake_in_a_cards_form_keeps_the_card(floor: Floor) -> None:
    await floor.restart(AT_ONCE)
    card = await floor.ana.slash("receipt", channel=floor.channel)
    form = (await card.click("Log another")).modal
    assert form
    refused = await form.submit({"How it went": "spoke", "Office you called": "Senator Birch"}, wait=False)
    await floor.discord.until(lambda: refused.deferred)
    floor.desk.refuse = True
    floor.desk.gate.set()
    await floor.discord.until(lambda: bool(refused.followups))
    assert refused.followups[0].private
    assert refused.followups[0].buttons == ("Senator Ash", "Edit")
    assert card.text.startswith("Logged\nOwn")


async def test_a_cards_form_replaces_the_card_with_its_answer(floor: Floor) -> None:
    card = await floor.ana.slash("receipt", channel=floor.channel)
    form = (await card.click("Log another")).modal
    assert form
    await form.submit({"How it went": "spoke"})
    assert card.text == "Logged\nspoke None"


async def test_a_draft_is_lost_in_a_restart_and_a_sentence_says_so(floor: Floor) -> None:
    refused = await (await open_form(floor)).submit(REFUSED)
    await floor.restart()
    gone = await refused.click("Edit")
    assert "is gone, so nothing was saved" in gone.text
    assert gone.private


def test_drafts_are_private_and_few() -> None:
    drafts = Drafts(size=2)
    form = Form("log", "Log", (), "Save")
    first, *others = [drafts.keep(Draft(form, {}, CALLER), "Edit") for _ in range(3)]
    assert drafts.find(first.id, CALLER) is None
    assert all(drafts.find(button.id, CALLER) for button in others)
    assert drafts.find(others[0].id, Caller("discord", "2", None)) is None


def test_more_suggestions_than_a_menu_takes_are_a_line_of_text() -> None:
    many = tuple(Choice(str(number), f"Office {number}") for number in range(25))
    form = Form("log", "Log", (Field("office", "Office", choices=many, suggest="offices"),), "Save", "id")
    shown = build_modal(form).to_dict()["components"][0]["component"]
    assert shown["type"] == 4
    closed = Form("log", "Log", (Field("office", "Office", required=True, choices=many),), "Save", "id")
    assert build_modal(closed).to_dict()["components"][0]["component"]["type"] == 3
