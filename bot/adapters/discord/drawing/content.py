"""The text of a message outside its embeds.

A push notification shows only that text, and so does Discord to people who turned embeds off. The title and the first
paragraphs, with the person to call and the number, move there. Tables, facts and pictures stay in the embeds.
"""

from dataclasses import replace

import discord

from bot.adapters.discord.drawing.render import Drawing
from bot.adapters.discord.drawing.text import BLANK
from bot.text import count_units

_MOST = 1900  # of the content's 2,000
_BETWEEN = "\n\n"
_FENCE = "```"


def split_content(drawing: Drawing) -> tuple[str, Drawing]:
    """Split a message into its content and the rest."""
    if not drawing.embeds:
        return "", drawing
    first = drawing.embeds[0].copy()
    title = " ".join((first.title or "").split())
    head = f"**{title}**" if title else ""
    kept, rest = _split_paragraphs(first.description or "", _MOST - count_units(head) - 1)
    lead = "\n".join(part for part in (head, kept) if part)
    first.title, first.description = None, rest or None
    embeds = [embed for embed in (first, *drawing.embeds[1:]) if _has_content(embed)]
    return (lead, replace(drawing, embeds=embeds)) if lead or embeds else (BLANK, replace(drawing, embeds=[]))


def _split_paragraphs(description: str, room: int) -> tuple[str, str]:
    """Split off as many first paragraphs as fit into ``room``. A table ends them."""
    paragraphs = [] if description == BLANK else description.split(_BETWEEN)
    count, taken = 0, 0
    for paragraph in paragraphs:
        taken += count_units(paragraph) + len(_BETWEEN)
        if taken > room or _FENCE in paragraph:
            break
        count += 1
    return _BETWEEN.join(paragraphs[:count]), _BETWEEN.join(paragraphs[count:])


def _has_content(embed: discord.Embed) -> bool:
    return bool(embed.title or embed.description or embed.fields or embed.footer.text or embed.image.url)
