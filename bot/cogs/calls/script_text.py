"""A script as words to say aloud: what nobody knows in parentheses, and directions apart from the speech."""

import re

from bot.core.campaigns import blanks
from bot.kit.cards.markup import Markup, escape, quote
from bot.kit.i18n import words

# A direction at the start of a line, which a caller must not read aloud: "[If a person answers] May I ask…".
# "[words](address)" is no direction.
_DIRECTION = re.compile(r"\s*[\[［【]([^\[\]［］【】\n]+)[\]］】](?!\()\s*(.*)")
_STOPS = (".", "。", "!", "?")  # of a direction that is a sentence, and leads to nothing that is said
_EMPTY = Markup(">")


def gap_words(language: str) -> dict[str, str]:
    """Return what stands for each blank that nobody filled, in the script's language: "(your name)".

    A screen reader says nothing for a row of underscores.
    """
    said = words("en")
    tag = language if said.has(f"gap.{language}.name") else "en"
    return {name: said.t(f"gap.{tag}.{name}") for name in blanks.NAMES if said.has(f"gap.{tag}.{name}")}


def speech(text: str) -> Markup:
    """Return a script's lines as a quotation, each direction on a line of its own outside of it."""
    shown: list[Markup] = []
    directed = True  # a quotation begins with words: what is empty before them is left out
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
