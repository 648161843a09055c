"""How a person reads a message: blocks become lines of plain text, buttons become labels."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from tests.platforms.slack.checks.rules import elements_of

Json = dict[str, Any]
DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
LABELLED = re.compile(r"<((?:https?|mailto|tel):[^|>]+)\|([^>]+)>")
BARE = re.compile(r"<((?:https?|mailto|tel):[^|>]+)>")
EMPHASIS = tuple(
    re.compile(rf"(?<![\w{m}]){m}([^\s{m}](?:[^{m}\n]*[^\s{m}])?){m}(?![\w{m}])") for m in (r"\*", "_", "~")
)


def unescaped(text: str) -> str:
    """Slack's three entities, decoded."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain(mrkdwn: str) -> str:
    """Markup as it is seen: links as `label (address)`, no emphasis marks, entities decoded."""
    text = BARE.sub(r"\1", LABELLED.sub(r"\2 (\1)", DATE.sub(r"\1", mrkdwn)))
    for mark in EMPHASIS:
        text = mark.sub(r"\1", text)
    return unescaped(text.replace("```", "").replace("`", ""))


def text_of(blocks: Sequence[Json]) -> str:
    """All blocks as plain text, one part a line, a table's rows as `a | b | c`."""
    return "\n".join(line for block in blocks for line in _lines(block) if line)


def buttons_of(blocks: Sequence[Json]) -> tuple[str, ...]:
    """The labels of all buttons, in order."""
    return tuple(label(e) for block in blocks for e in elements_of(block) if e["type"] == "button")


def label(thing: Json) -> str:
    """The words on a button, an option, or an input block (`text` or `label`)."""
    return said(thing.get("text") or thing.get("label") or {})


def said(text: Json) -> str:
    """A text object's words. raw_text is shown letter by letter, so it is not decoded."""
    words = str(text.get("text", ""))
    match text.get("type"):
        case "mrkdwn":
            return plain(words)
        case "raw_text" | "raw_number":
            return words
        case "rich_text":
            return _rich(text)
        case _:
            return unescaped(words)


def _lines(block: Json) -> Iterator[str]:
    match block["type"]:
        case "section":
            yield said(block.get("text") or {})
            yield from (said(field) for field in block.get("fields") or ())
        case "header":
            yield said(block["text"])
        case "context":
            yield " ".join(_element(element) for element in block["elements"])
        case "table":
            yield from (" | ".join(said(cell) for cell in row) for row in block["rows"])
        case "image":
            yield said(block.get("title") or {})
            yield block["alt_text"]
        case "input":
            yield label(block)
            yield said(block.get("hint") or {})
        case "markdown":
            yield block["text"]
        case "rich_text":
            yield _rich(block)


def _element(element: Json) -> str:
    return str(element["alt_text"]) if element["type"] == "image" else said(element)


def _rich(node: Any) -> str:
    """Rich text's words, depth first."""
    if isinstance(node, list):
        return "".join(_rich(item) for item in node)
    if isinstance(node, dict):
        if node.get("type") == "user":
            return f"@{node['user_id']}"
        return str(node.get("text", "")) + _rich(node.get("elements", []))
    return ""
