"""Asks people for their ZIP code once their state's districts have new lines, on the card where it matters."""

from bot.core.people.profiles.homes import Redrawn
from bot.kit.cards.markup import Markup
from bot.kit.cards.reply import Button
from bot.kit.i18n import Words
from bot.kit.spec import NO_DATA
from bot.phrases import State


def write_new_lines(words: Words, redrawn: Redrawn | None) -> Markup:
    """The question, or that there is no map to look a ZIP code up on. Empty if the lines are the same."""
    if redrawn is None:
        return Markup()
    key = "redrawn" if redrawn.has_map else "unmapped"
    return words.m(f"zip.{key}", state=State(redrawn.state), since=words.format_day(redrawn.since))


def write_coming_lines(words: Words, coming: Redrawn | None, *, has_maps: bool) -> Markup:
    """That the reader's state has new lines soon. Empty if it hasn't."""
    if coming is None:
        return Markup()
    key = choose_sentence("zip.soon", has_maps=has_maps)
    return words.m(key, state=State(coming.state), day=words.format_day(coming.since, weekday=True))


def choose_place_form(*, has_maps: bool) -> str:
    """The form that asks where somebody lives: for a ZIP code only where one can be looked up."""
    return "representative" if has_maps else "district"


def choose_sentence(key: str, *, has_maps: bool) -> str:
    """The key of a sentence that speaks of a ZIP code, or of the one for where none can be looked up."""
    return key if has_maps else key + NO_DATA


def draw_zip_buttons(words: Words, redrawn: Redrawn | None, campaign: str) -> tuple[Button, ...]:
    """The button that opens the form for the ZIP code."""
    if redrawn is None or not redrawn.has_map:
        return ()
    return (Button(words.t("script.button.find.representative"), "representative", {"campaign": campaign}),)
