"""Slack's rules and Callboard's own for messages and views, as sentences.

`message_faults` and `view_faults` are what Slack refuses. `ping_faults` and `posting_faults` are what Slack
would accept and Callboard must never send: a mention, name linking, an unfurl.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.platforms.slack.checks.blockkit import HOME, MESSAGE_BLOCKS, MODAL, OPTIONS
from tests.platforms.slack.checks.schema import Items, Typed, at, check

Json = dict[str, Any]
MESSAGE = Items(Typed(MESSAGE_BLOCKS), 50, 0)
TABLE_CHARACTERS = 10_000
PING = re.compile(r"<(?:!(?:channel|here|everyone|subteam\^)|@[UW]|#[CG])[^>]*>")
RICH_PINGS = frozenset({"user", "usergroup", "broadcast", "channel"})
LITERAL = frozenset({"plain_text", "raw_text", "raw_number", "text"})


def message_faults(blocks: Any) -> tuple[str, ...]:
    """What Slack refuses in a message's blocks."""
    found = list(check(MESSAGE, blocks, "/blocks"))
    if not found:
        found += [*_together(blocks, "/blocks"), *_tables(blocks)]
    return tuple(found)


def view_faults(view: Any) -> tuple[str, ...]:
    """What Slack refuses in a modal or a home tab."""
    home = isinstance(view, dict) and view.get("type") == "home"
    found = list(check(HOME if home else MODAL, view, "/view"))
    if not found:
        found += _together(view["blocks"], "/view/blocks")
        if not home and not view.get("submit") and any(b["type"] == "input" for b in view["blocks"]):
            found.append(at("/view", "missing required field: submit"))
    return tuple(found)


def option_faults(options: Any) -> tuple[str, ...]:
    """What Slack refuses in the options for an external select. No options are fine."""
    return tuple(check(OPTIONS, options, "/options")) if options else ()


def ping_faults(payload: Any, *, public: bool = True) -> tuple[str, ...]:
    """Every mention that would ping somebody or link a channel, anywhere in a payload.

    A message that only one person sees notifies nobody named in it.
    """
    return tuple(f"unescaped {text}" for text in _pings(payload) if public or text != "user element")


def posting_faults(args: Mapping[str, Any], public: bool) -> tuple[str, ...]:
    """Options that would let Slack ping or unfurl. They must be off explicitly if the default is on."""
    found = ["link_names is on"] if _truthy(args.get("link_names")) else []
    if args.get("parse") == "full":
        found.append("parse is full")
    if public:
        unfurls = ("unfurl_links", "unfurl_media")
        found += [f"{name} is not off" for name in unfurls if not _off(args.get(name))]
    return tuple(found)


def _truthy(value: Any) -> bool:
    return value in (True, 1, "1", "true")


def _off(value: Any) -> bool:
    return value is not None and value in (False, 0, "0", "false")


def _together(blocks: Sequence[Json], root: str) -> Iterator[str]:
    """Faults across blocks: ids used twice, an initial option that isn't an option."""
    yield from _twice(Counter(b["block_id"] for b in blocks if b.get("block_id")), "block_id", root)
    for index, block in enumerate(blocks):
        yield from _within(elements_of(block), f"{root}/{index}")


def _within(elements: Sequence[Json], pointer: str) -> Iterator[str]:
    """Duplicate action ids in a block. Across blocks Slack allows them."""
    yield from _twice(Counter(e["action_id"] for e in elements if e.get("action_id")), "action_id", pointer)
    for element in elements:
        chosen = [element["initial_option"]] if element.get("initial_option") else []
        chosen += element.get("initial_options") or []
        if element["type"] != "external_select" and any(o not in options_of(element) for o in chosen):
            yield at(pointer, "initial option is not among the options")


def _twice(seen: Counter[str], name: str, root: str) -> Iterator[str]:
    for value, times in seen.items():
        if times > 1:
            yield at(root, f"`{name}` {value} already exists")


def _tables(blocks: Sequence[Json]) -> Iterator[str]:
    tables = [b for b in blocks if b["type"] == "table"]
    if len(tables) > 1:
        yield at("/blocks", "only_one_table_allowed")
    for table in tables:
        size = sum(len(cell.get("text", "")) for row in table["rows"] for cell in row)
        if size > TABLE_CHARACTERS:
            yield at("/blocks", f"a table holds at most {TABLE_CHARACTERS} characters")


def elements_of(block: Json) -> list[Json]:
    """A block's interactive elements, at any depth."""
    match block["type"]:
        case "actions":
            return list(block["elements"])
        case "input":
            return [block["element"]]
        case "section" if block.get("accessory"):
            return [block["accessory"]]
        case _:
            return []


def options_of(element: Json) -> list[Json]:
    """A select's options, including those in groups."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(o for group in groups for o in group["options"])]


def _pings(node: Any, kind: str = "mrkdwn") -> Iterator[str]:
    """Mentions in every text that Slack reads as markup (plain_text and raw_text are not)."""
    if isinstance(node, str):
        if kind not in LITERAL:
            yield from PING.findall(node)
    elif isinstance(node, list):
        for item in node:
            yield from _pings(item)
    elif isinstance(node, dict):
        own = str(node.get("type", "mrkdwn"))
        if own in RICH_PINGS:
            yield f"{own} element"
        for name, item in node.items():
            if not isinstance(item, str) or name == "text":
                yield from _pings(item, own)
