"""What the stand-in refuses, and how it reads what it accepts."""

from typing import Any

import pytest

from tests.platforms.slack import reading
from tests.platforms.slack.checks import rules
from tests.platforms.slack.sample import form

Json = dict[str, Any]


def words(text: str, kind: str = "plain_text") -> Json:
    return {"type": kind, "text": text}


def button(**members: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": words("Go"), **members}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def options(count: int = 1, text: str = "t", value: str = "v") -> list[Json]:
    return [{"text": words(text), "value": value} for _ in range(count)]


def select(**members: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": options(), **members}


def table(rows: int = 1, columns: int = 1, text: str = "x") -> Json:
    return {"type": "table", "rows": [[words(text, "raw_text")] * columns] * rows}


def section(text: str = "x", **members: Any) -> Json:
    return {"type": "section", "text": words(text, "mrkdwn"), **members}


DIVIDER: Json = {"type": "divider"}
HEADER: Json = {"type": "header", "text": words("x" * 150)}
FIELD = words("x" * 2000, "mrkdwn")
INPUT: Json = {"type": "input", "label": words("L"), "element": {"type": "plain_text_input"}}


@pytest.mark.parametrize(
    "blocks",
    [
        [DIVIDER] * 50,
        [HEADER, section("x" * 3000), {"type": "section", "fields": [FIELD] * 10}],
        [actions(button(text=words("x" * 75), value="x" * 2000, action_id="x" * 255))],
        [actions(select(options=options(100, "x" * 75, "x" * 150), placeholder=words("x" * 150)))],
        [table(100, 20)],
        [actions(button()), actions(button())],
        [{**INPUT, "label": words("x" * 2000)}],
        [{"type": "image", "image_url": "https://example.org/x.png", "alt_text": "x"}],
        [{"type": "context", "elements": [words("x", "mrkdwn")] * 10}],
    ],
)
def test_a_value_at_the_limit_is_accepted(blocks: list[Json]) -> None:
    assert rules.message_faults(blocks) == ()


@pytest.mark.parametrize(
    ("blocks", "fault"),
    [
        ([DIVIDER] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([{"type": "header", "text": words("x" * 151)}], "must be less than 151 characters"),
        ([{"type": "header", "text": words("x", "mrkdwn")}], "must be one of plain_text"),
        ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        ([section("")], "must be more than 0 characters"),
        ([{"type": "section", "fields": [FIELD] * 11}], "no more than 10 items"),
        ([{"type": "section", "fields": [words("x" * 2001)]}], "must be less than 2001 characters"),
        ([{"type": "section"}], "must define either text or fields"),
        ([section(colour="red")], "invalid additional property: colour"),
        ([{"type": "poem"}], "unsupported type: poem"),
        (["words"], "unsupported type: None"),
        ([actions(button(text=words("x" * 76)))], "must be less than 76 characters"),
        ([actions(button(action_id="x" * 256))], "must be less than 256 characters"),
        ([actions(button(value="x" * 2001))], "must be less than 2001 characters"),
        ([actions(button(value=7))], "must provide a string"),
        ([actions(button(style="loud"))], "must be one of primary, danger"),
        ([actions(button(), button())], "`action_id` a already exists"),
        ([actions(*[button(action_id=str(n)) for n in range(26)])], "no more than 25 items"),
        ([{**DIVIDER, "block_id": "b"}] * 2, "`block_id` b already exists"),
        ([actions(select(options=options(101)))], "no more than 100 items"),
        ([actions(select(options=options(1, "x" * 76)))], "must be less than 76 characters"),
        ([actions(select(options=options(1, "x", "x" * 151)))], "must be less than 151 characters"),
        ([actions(select(placeholder=words("x" * 151)))], "must be less than 151 characters"),
        ([actions(select(option_groups=[]))], "must define exactly one of options, option_groups"),
        ([actions(select(initial_option=options(1, "t", "w")[0]))], "initial option is not among"),
        ([{**INPUT, "label": words("x" * 2001)}], "must be less than 2001 characters"),
        ([{"type": "input", "label": words("L")}], "missing required field: element"),
        ([table(), table()], "only_one_table_allowed"),
        ([table(101)], "no more than 100 items"),
        ([table(1, 21)], "no more than 20 items"),
        ([table(2, 1, "x" * 5001)], "a table holds at most 10000 characters"),
        ([table(1, 1, "")], "must be more than 0 characters"),
        ([{"type": "image", "alt_text": "x"}], "must define exactly one of image_url, slack_file"),
    ],
)
def test_a_value_over_the_limit_is_refused(blocks: list[Json], fault: str) -> None:
    assert any(fault in found for found in rules.message_faults(blocks))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title": words("x" * 25)}, "must be less than 25 characters [json-pointer:/view/title/text]"),
        ({"submit": words("x" * 25)}, "must be less than 25 characters"),
        ({"close": words("x" * 25)}, "must be less than 25 characters"),
        ({"private_metadata": "x" * 3001}, "must be less than 3001 characters"),
        ({"callback_id": "x" * 256}, "must be less than 256 characters"),
        ({"blocks": [DIVIDER] * 101}, "no more than 100 items"),
        ({"blocks": [table()]}, "unsupported type: table"),
        ({"submit": None}, "missing required field: submit"),
        ({"title": None}, "missing required field: title"),
    ],
)
def test_a_view_over_the_limit_is_refused(change: Json, fault: str) -> None:
    assert rules.view_faults(form("C1")) == ()
    assert any(fault in found for found in rules.view_faults({**form("C1"), **change}))


@pytest.mark.parametrize("ping", ["<!channel>", "<!here|here>", "<!everyone>", "<@U012>", "<#C012|general>"])
def test_a_mention_is_found_wherever_slack_reads_markup(ping: str) -> None:
    marked = section(ping)
    for payload in ({"text": ping}, {"blocks": [marked]}, {"view": {"type": "home", "blocks": [marked]}}):
        assert rules.ping_faults(payload) == (f"unescaped {ping}",)
    escaped = ping.replace("<", "&lt;")
    quiet = [
        section(escaped),
        {"type": "header", "text": words(ping)},
        table(text=ping),
        actions(button(value=ping)),
    ]
    assert rules.ping_faults({"blocks": quiet}) == ()


def test_linking_names_and_unfurling_are_found() -> None:
    args = {"link_names": True, "parse": "full", "unfurl_links": "0"}
    assert rules.posting_faults(args, public=True) == (
        "link_names is on",
        "parse is full",
        "unfurl_media is not off",
    )
    assert rules.posting_faults({"link_names": False}, public=False) == ()


@pytest.mark.parametrize(
    ("mrkdwn", "seen"),
    [
        ("*2 of 3* offices _left_, ~none~ `done`", "2 of 3 offices left, none done"),
        (
            "<https://example.org|Facts> and <https://example.org>",
            "Facts (https://example.org) and https://example.org",
        ),
        ("My name is ____ &amp; I live in snake_case_town", "My name is ____ & I live in snake_case_town"),
        ("&lt;!here&gt; &amp;lt;", "<!here> &lt;"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_markup_reads_as_plain_words(mrkdwn: str, seen: str) -> None:
    assert reading.plain(mrkdwn) == seen
