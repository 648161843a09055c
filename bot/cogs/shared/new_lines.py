"""Asks people for their ZIP code once their state's districts have new lines, on the card where it matters."""

from bot.core.directory.members import Directory
from bot.core.people.profiles.homes import Redrawn
from bot.kit.cards.markup import Markup
from bot.kit.cards.reply import Button
from bot.kit.i18n import Words
from bot.phrases import State


def write_new_lines(words: Words, redrawn: Redrawn | None) -> Markup:
    """The question, or that there is no map to look a ZIP code up on. Empty if the lines are the same."""
    if redrawn is None:
        return Markup()
    key = "redrawn" if redrawn.has_map else "unmapped"
    return words.m(f"zip.{key}", state=State(redrawn.state), since=words.format_day(redrawn.since))


def write_coming_lines(words: Words, coming: Redrawn | None) -> Markup:
    """That the reader's state has new lines soon. Empty if it hasn't."""
    return words.m("zip.soon", state=State(coming.state), day=words.format_day(coming.since)) if coming else Markup()


def choose_place_form(directory: Directory) -> str:
    """The form that asks where somebody lives: for a ZIP code only where one can be looked up."""
    return "representative" if directory.maps.loaded else "district"


def draw_zip_buttons(words: Words, redrawn: Redrawn | None, campaign: str) -> tuple[Button, ...]:
    """The button that opens the form for the ZIP code."""
    if redrawn is None or not redrawn.has_map:
        return ()
    return (Button(words.t("script.button.find.representative"), "representative", {"campaign": campaign}),)
