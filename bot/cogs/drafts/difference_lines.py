"""Differences between two contents of a campaign, a line each."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial, reduce

from bot.cogs.drafts.draft_troubles import name_field
from bot.core.campaign_files.file_parts import find_canonical_tag
from bot.core.draft_parts.draft_parts import find_owner
from bot.core.drafts.difference import Difference, cut_same
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import shorten
from bot.kit.i18n import Words

MOST = 10  # lines on a card
_SIDE = 100  # characters of what was there, and of what is there
_PLACE = 60
_NAMED = frozenset({"opens", "closes", "timezone", "goal", "phone", "tags", "status"})  # keys with a name of their own
_TIMES = frozenset({"opens", "closes"})
_FLAGS = frozenset({"reviewed", "mine_first"})
_UNSAID = frozenset({"text", "title", "en", "when", "list", "actions"})  # steps that say nothing to people


def draw_differences(words: Words, differences: Sequence[Difference], most: int = MOST) -> Markup:
    """The differences, each with its part: what was there, and what is there now."""
    if not differences:
        return words.m("draft.no_difference")
    lines = [_draw_line(words, one) for one in differences[:most]]
    more = len(differences) - most
    rest = (words.m("draft.more_differences", count=more),) if more > 0 else ()
    return join(*lines, *rest, between="\n")


def _draw_line(words: Words, difference: Difference) -> Markup:
    cut = cut_same(difference)
    before, after = (_show_value(words, cut.where, side) for side in (cut.before, cut.after))
    sides = {"before": shorten(before, _SIDE), "after": shorten(after, _SIDE)}
    key = "changed" if cut.before and cut.after else "added" if cut.after else "removed"
    said = words.m(f"draft.difference.{key}", **sides)
    return Markup(f"- {words.m('draft.at', place=name_place(words, difference.where), what=said)}")


def _show_value(words: Words, where: tuple[str, ...], text: str) -> str:
    """A text as its form shows it: words of a closed set have labels."""
    if where == ("targets",):
        return words.label("targets", text)
    if where[0] in _TIMES and text:
        return words.format_wall_time(datetime.fromisoformat(text), dated=True)
    return words.label("flag", {"true": "yes", "false": "no"}.get(text, text)) if where[-1] in _FLAGS else text


def name_place(words: Words, where: tuple[str, ...]) -> str:
    """The part that a text belongs to, and what people know of its place in it."""
    part = words.t(f"draft.part.{find_owner(where[0])}")
    if where[0] in _NAMED:
        return words.t("draft.place", part=part, detail=words.t(f"draft.field.{where[0]}"))
    owner = find_owner(where[0])
    tag = where[1] if where[0] in ("scripts", "translations") else where[-1]
    unsaid = {*_UNSAID, "reviewed"} if where[0] == "translations" else _UNSAID
    in_language = find_canonical_tag(tag) == tag
    details = [
        words.label("language", step) if in_language and step == tag else name_field(words, owner, step)
        for step in where[1:]
        if step not in unsaid
    ]
    return shorten(
        words.t("draft.place", part=part, detail=reduce(partial(_join_steps, words), details)) if details else part,
        _PLACE,
    )


def _join_steps(words: Words, outer: str, inner: str) -> str:
    """A place within a place, such as the language of a script and whether it was checked."""
    return words.t("draft.within", outer=outer, inner=inner)
