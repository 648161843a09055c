"""A message as a person reads it: plain text without Discord's markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.platforms.discord.checks.message_limits import TEXT, walk
from tests.platforms.discord.checks.violations import Json

# One pass, so that an escaped star stays a star and isn't parsed as markup afterwards.
_MARKUP = re.compile(r"\\([^0-9A-Za-z\s])|```(?:\w*\n)?|\*\*|(?<!\w)_|_(?!\w)|`|^(?:#{1,3}|-#|>) ", re.MULTILINE)


def plain(markdown: str) -> str:
    """Text without escapes, fences, bold, code, headings, small print and quotes."""
    return _MARKUP.sub(lambda match: match.group(1) or "", markdown)


def message_text(payload: Json) -> str:
    """Content, embeds (author, title, description, `name: value` fields, footer), text components."""
    parts = [payload.get("content") or ""]
    for embed in payload.get("embeds") or []:
        parts += _embed_parts(embed)
    parts += [part["content"] for _, part in walk(payload.get("components") or []) if part.get("type") == TEXT]
    return "\n".join(plain(part) for part in parts if part).strip()


def _embed_parts(embed: Json) -> Iterator[str]:
    yield (embed.get("author") or {}).get("name") or ""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or []:
        yield f"{field['name']}: {field['value']}"
    yield (embed.get("footer") or {}).get("text") or ""
