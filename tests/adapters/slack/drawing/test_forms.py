"""Forms as modals, and submitted modals as answers. Pure."""

import json
from dataclasses import replace

from hypothesis import given, settings

from bot.adapters.slack.drawing.forms import build_form_view, place_errors, read_answers
from bot.adapters.slack.drawing.place import (
    Place,
    encode_metadata,
    find_command_place,
    find_tap_place,
    find_view_place,
    read_form_id,
)
from bot.kit.cards.reply import Choice, Field, Form
from tests.adapters.slack.cards import forms
from tests.effort import choose
from tests.platforms.slack.checks.rules import ping_faults, view_faults

PLACE = Place("U1", "C1", "https://hooks.example/actions/T1/1/" + "x" * 24)
CHOICES = (Choice("spoke", "Spoke"), Choice("voicemail", "Voicemail & co"))


def _form(*fields: Field) -> Form:
    return Form("log", "Log a call", fields, "Log it", "1o~log~seal")


def _state(**values: object) -> dict[str, object]:
    return {"state": {"values": {block: {"any": value} for block, value in values.items()}}}


@settings(max_examples=choose(50, 500))
@given(forms())
def test_any_form_is_within_slacks_limits_and_comes_back_whole(form: Form) -> None:
    view = build_form_view(form, PLACE, "Cancel")
    assert view_faults(view) == ()
    assert ping_faults(view) == ()
    assert read_form_id(view) == form.id
    back = find_view_place({"view": {**view, "id": "V1"}, "user": {"id": "U1"}})
    assert (back.channel, back.response_url, back.view) == (PLACE.channel, PLACE.response_url, "V1")


def test_the_longest_place_fits_the_metadata() -> None:
    longest = Place("U" * 20, "C" * 20, "https://hooks.slack.com/actions/" + "x" * 500)
    assert len(encode_metadata(longest, "x" * 255)) < 3000


def test_each_kind_of_field_has_its_element() -> None:
    view = build_form_view(
        _form(
            Field("outcome", "How", required=True, value="voicemail", choices=CHOICES),
            Field("office", "Office", suggest="offices"),
            Field("name", "Name", value="Ana", max_length=40),
            Field("text", "Text", max_length=9000),
        ),
        PLACE,
        "Cancel",
    )
    menu, search, line, text = (block["element"] for block in view["blocks"])
    assert [block["optional"] for block in view["blocks"]] == [False, True, True, True]
    assert (menu["type"], menu["initial_option"]["text"]["text"]) == ("static_select", "Voicemail &amp; co")
    assert (search["type"], search["min_query_length"]) == ("external_select", 0)
    assert (line["initial_value"], line["max_length"], line["multiline"]) == ("Ana", 40, False)
    assert (text["max_length"], text["multiline"]) == (3000, True)


def test_a_title_that_arrives_for_a_known_value_gets_a_new_block() -> None:
    bare = _form(Field("campaign", "Campaign", value="c-2026", suggest="campaigns"))
    named = (Choice("c-2025", "Call in spring"), Choice("c-2026", "Call today"))
    full = _form(Field("campaign", "Campaign", value="c-2026", suggest="campaigns", choices=named))
    [block] = build_form_view(full, PLACE, "Cancel", bare)["blocks"]
    assert block["block_id"] == "campaign.filled"
    assert block["element"]["initial_option"]["text"]["text"] == "Call today"
    [same] = build_form_view(full, PLACE, "Cancel", full)["blocks"]
    assert same["block_id"] == "campaign"


def test_a_value_filled_in_later_gets_a_new_block() -> None:
    bare = _form(Field("name", "Name"), Field("day", "Day", value="today"))
    full = _form(Field("name", "Name", value="Ana"), Field("day", "Day", value="today"))
    blocks = build_form_view(full, PLACE, "Cancel", bare)["blocks"]
    assert [block["block_id"] for block in blocks] == ["name.filled", "day"]


def test_a_note_stands_above_the_fields() -> None:
    form = replace(_form(Field("name", "Name")), note="Read *this* <first>")
    view = build_form_view(form, PLACE, "Cancel", _form(Field("name", "Name")))
    assert [block["type"] for block in view["blocks"]] == ["rich_text", "input"]
    assert view["blocks"][0]["elements"][0]["elements"][0]["text"] == "Read *this* <first>"
    assert view_faults(view) == ()


def test_a_suggested_value_is_shown_by_its_label() -> None:
    field = Field("office", "Office", value="spoke", choices=CHOICES, suggest="offices")
    element = build_form_view(_form(field), PLACE, "Cancel")["blocks"][0]["element"]
    assert element["initial_option"]["text"]["text"] == "Spoke"


def test_answers_are_read_by_option_whatever_the_blocks_id() -> None:
    view = _state(
        **{
            "name.filled": {"type": "plain_text_input", "value": "Ana <3"},
            "outcome": {"type": "static_select", "selected_option": {"value": "spoke"}},
            "office": {"type": "external_select", "selected_option": None},
            "text": {"type": "plain_text_input", "value": None},
        }
    )
    assert read_answers(view) == {"name": "Ana <3", "outcome": "spoke"}


def test_errors_go_to_visible_blocks() -> None:
    view = _state(**{"name.filled": {}, "office": {}})
    errors = {"name": "too long", "elsewhere": "unseen"}
    assert place_errors(view, errors) == {"name.filled": "too long"}


def test_places() -> None:
    typed = find_command_place({"user_id": "U1", "channel_id": "C1", "response_url": "https://r"})
    assert typed == Place("U1", "C1", "https://r")
    tapped = {
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "container": {"is_ephemeral": True},
        "actions": [{"action_id": "x"}],
        "response_url": "https://r",
    }
    assert find_tap_place(tapped).own
    assert not find_tap_place({**tapped, "container": {"is_ephemeral": False}}).own
    direct = {**tapped, "container": {}, "channel": {"id": "D1"}}
    assert not find_tap_place(direct).own  # two people both see it
    assert find_tap_place({**direct, "actions": [{"block_id": "own"}]}).own


def test_a_modal_without_a_place_is_no_error() -> None:
    view = {"id": "V1", "title": {"text": "A &amp; B"}, "private_metadata": ""}
    assert find_tap_place({"user": {"id": "U1"}, "view": view}) == Place("U1", view="V1", title="A & B")
    assert read_form_id(view) == ""
    assert json.loads(encode_metadata(Place("U1"))) == {"form": "", "channel": "", "url": ""}
