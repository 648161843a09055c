"""Draws a script as words to say aloud: open blanks in parentheses, stage directions outside the quotation."""

import re

from bot.core.campaign_files import blanks
from bot.kit.cards.markup import Markup, escape, quote
from bot.kit.i18n import load_words

# A direction at the start of a line, not to be read aloud: "[If a person answers] May I ask…".
# "[words](address)" is a link, not a direction.
_DIRECTION = re.compile(r"\s*[\[［【]([^\[\]［］【】\n]+)[\]］】](?!\()\s*(.*)")
_STOPS = (".", "。", "!", "?")  # they end a direction that is a whole sentence, so no colon follows it
_EMPTY = Markup(">")


def find_gap_words(language: str) -> dict[str, str]:
    """A placeholder for each open blank, in the script's language: "(your name)".

    Screen readers skip a row of underscores.
    """
    words = load_words(language)
    return {name: words.t(f"gap.{name}") for name in blanks.NAMES if words.has(f"gap.{name}")}


def write_speech(text: str) -> Markup:
    """Quote a script's lines, with each direction on its own line outside the quotation."""
    shown: list[Markup] = []
    directed = True  # drop empty lines until the quotation begins
    for line in text.splitlines():
        found = _DIRECTION.fullmatch(line)
        if found is None:
            shown += [quote(line)] if line else [] if directed else [_EMPTY]
            directed = directed and not line
            continue
        directed = not found[2]
        if shown and shown[-1] == _EMPTY:
            shown.pop()
        direction = found[1].strip()
        shown.append(Markup(f"*{escape(direction)}*" if direction.endswith(_STOPS) else f"*{escape(direction)}:*"))
        shown += [quote(found[2])] if found[2] else []
    return Markup("\n".join(shown))
