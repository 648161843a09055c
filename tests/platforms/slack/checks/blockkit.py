"""The shapes of Slack's blocks and elements, with their limits.

Source: Slack's Block Kit reference (blocks, elements, composition objects) and slack_sdk's models.
Blocks that the reference lists but Callboard doesn't use (video, file, card, carousel, plan, …)
are not here, so a payload with one is refused as unsupported.
"""

from tests.platforms.slack.checks.schema import Choice, Flag, Free, Items, Line, Number, Rule, Shape, Text, Typed

BOTH = ("plain_text", "mrkdwn")
ID = Line(255, 1)
CONFIRM = Shape(
    {"title": Text(100), "text": Text(300, BOTH), "confirm": Text(30), "deny": Text(30)},
    {"style": Choice(("primary", "danger"))},
)
STYLE = Choice(("primary", "danger"))


def _option(kinds: tuple[str, ...]) -> Shape:
    description = Text(75, kinds)
    return Shape({"text": Text(75, kinds), "value": Line(150, 1)}, {"description": description})


OPTION = _option(("plain_text",))
MARKED_OPTION = _option(BOTH)
OPTIONS = Items(OPTION, 100)
GROUPS = Items(Shape({"label": Text(75), "options": OPTIONS}), 100)
COMMON: dict[str, Rule] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": Flag()}
ASKED: dict[str, Rule] = {**COMMON, "placeholder": Text(150)}
LISTED: dict[str, Rule] = {"options": OPTIONS, "option_groups": GROUPS}

BUTTON = Shape(
    {"text": Text(75)},
    {
        "action_id": ID,
        "value": Line(2000),
        "url": Line(3000),
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": Line(75),
    },
)
STATIC_SELECT = Shape({}, {**ASKED, **LISTED, "initial_option": OPTION}, one_of=("options", "option_groups"))
MULTI_STATIC_SELECT = Shape(
    {},
    {**ASKED, **LISTED, "initial_options": OPTIONS, "max_selected_items": Number(1, 100)},
    one_of=("options", "option_groups"),
)
EXTERNAL_SELECT = Shape({}, {**ASKED, "initial_option": OPTION, "min_query_length": Number(0, 100)})
RADIO_BUTTONS = Shape({"options": Items(MARKED_OPTION, 10)}, {**COMMON, "initial_option": MARKED_OPTION})
CHECKBOXES = Shape({"options": Items(MARKED_OPTION, 10)}, {**COMMON, "initial_options": Items(MARKED_OPTION, 10)})
OVERFLOW = Shape({"options": Items(MARKED_OPTION, 5)}, {"action_id": ID, "confirm": CONFIRM})
DATEPICKER = Shape({}, {**ASKED, "initial_date": Line(10, 10)})
TIMEPICKER = Shape({}, {**ASKED, "initial_time": Line(5, 5), "timezone": Line(100)})
USERS_SELECT = Shape({}, {**ASKED, "initial_user": Line(20, 9)})
CONVERSATIONS_SELECT = Shape({}, {**ASKED, "initial_conversation": Line(20, 9), "filter": Free()})
MULTI_CONVERSATIONS_SELECT = Shape(
    {},
    {
        **ASKED,
        "initial_conversations": Items(Line(20, 9), 100),
        "filter": Free(),
        "max_selected_items": Number(1, 100),
    },
)
PLAIN_TEXT_INPUT = Shape(
    {},
    {
        **ASKED,
        "initial_value": Line(3000),
        "multiline": Flag(),
        "min_length": Number(0, 3000),
        "max_length": Number(1, 3000),
        "dispatch_action_config": Free(),
    },
)
IMAGE_SOURCE: dict[str, Rule] = {"image_url": Line(3000, 1), "slack_file": Free()}
IMAGE_ELEMENT = Shape({"alt_text": Line(2000, 1)}, IMAGE_SOURCE, one_of=("image_url", "slack_file"))
CONTEXT_TEXT = {kind: Shape({"text": Line(3000, 1)}, {"emoji": Flag(), "verbatim": Flag()}) for kind in BOTH}

SELECTS = {
    "static_select": STATIC_SELECT,
    "external_select": EXTERNAL_SELECT,
    "multi_static_select": MULTI_STATIC_SELECT,
    "radio_buttons": RADIO_BUTTONS,
    "checkboxes": CHECKBOXES,
    "datepicker": DATEPICKER,
    "timepicker": TIMEPICKER,
    "users_select": USERS_SELECT,
    "conversations_select": CONVERSATIONS_SELECT,
    "multi_conversations_select": MULTI_CONVERSATIONS_SELECT,
}
INTERACTIVE = {"button": BUTTON, "overflow": OVERFLOW, **SELECTS}
FILE_INPUT = Shape({}, {"action_id": ID, "max_files": Number(1, 10), "filetypes": Items(Line(50, 1), 100)})
INPUTS = {"plain_text_input": PLAIN_TEXT_INPUT, "file_input": FILE_INPUT, **SELECTS}

CELL = Typed(
    {
        "raw_text": Shape({"text": Line(10_000, 1)}),
        "raw_number": Shape({"value": Free(), "text": Line(10_000, 1)}),
        "rich_text": Shape({"elements": Free()}, {"block_id": ID}),
    }
)
COLUMN = Shape({}, {"align": Choice(("left", "center", "right")), "is_wrapped": Flag()})


def _block(must: dict[str, Rule], may: dict[str, Rule] | None = None, any_of: tuple[str, ...] = ()) -> Shape:
    return Shape(must, {"block_id": ID, **(may or {})}, any_of=any_of)


SECTION = _block(
    {},
    {
        "text": Text(3000, BOTH),
        "fields": Items(Text(2000, BOTH), 10),
        "accessory": Typed({**INTERACTIVE, "image": IMAGE_ELEMENT}),
        "expand": Flag(),
    },
    any_of=("text", "fields"),
)
INPUT = _block(
    {"label": Text(2000), "element": Typed(INPUTS)},
    {"hint": Text(2000), "optional": Flag(), "dispatch_action": Flag()},
)
IMAGE = Shape(
    {"alt_text": Line(2000, 1)},
    {"block_id": ID, "title": Text(2000), **IMAGE_SOURCE},
    one_of=("image_url", "slack_file"),
)
TABLE = _block({"rows": Items(Items(CELL, 20), 100)}, {"column_settings": Items(COLUMN, 20)})

EVERYWHERE = {
    "section": SECTION,
    "actions": _block({"elements": Items(Typed(INTERACTIVE), 25)}),
    "context": _block({"elements": Items(Typed({**CONTEXT_TEXT, "image": IMAGE_ELEMENT}), 10)}),
    "divider": _block({}),
    "header": _block({"text": Text(150)}),
    "image": IMAGE,
    "input": INPUT,
    "rich_text": _block({"elements": Free()}),
}
MESSAGE_BLOCKS = {**EVERYWHERE, "markdown": _block({"text": Line(12_000, 1)}), "table": TABLE}
VIEW_BLOCKS = EVERYWHERE
MODAL = Shape(
    {"type": Choice(("modal",)), "title": Text(24), "blocks": Items(Typed(VIEW_BLOCKS), 100)},
    {
        "submit": Text(24),
        "close": Text(24),
        "private_metadata": Line(3000),
        "callback_id": Line(255),
        "external_id": Line(255),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
    },
)
HOME = Shape(
    {"type": Choice(("home",)), "blocks": Items(Typed(VIEW_BLOCKS), 100, 0)},
    {"private_metadata": Line(3000), "callback_id": Line(255), "external_id": Line(255)},
)
