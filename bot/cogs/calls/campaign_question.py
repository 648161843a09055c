"""Asks which of several open campaigns a call is for, and lets the caller change it in one tap."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.cogs.shared.card_parts import write_rest
from bot.cogs.shared.display_names import Names
from bot.core.calls.call_request import CallRequest
from bot.core.calls.calls import Receipt
from bot.core.calls.scripts import Prompt
from bot.core.campaign_files.campaign_file import CampaignFile, find_text
from bot.core.guidance.campaign_choice import SeveralFitError
from bot.core.guidance.phone_lines import PhoneLine
from bot.core.guidance.target import name_first_office
from bot.core.people.profiles.profiles import find_day_end
from bot.core.times.clock import day_of
from bot.core.totals.counting import Day, LogStatus
from bot.kit.cards.labels import fit_labels
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import BUTTONS, Button, Card
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.phrases import Zone

MOST = 5  # campaigns that a card offers
MOVES = 10  # campaigns that a call can be moved to in one tap

CallWord = Annotated[str, Opt("Call on the card")]
ThatCampaign = Annotated[str, Opt("Campaign on the card")]
CampaignOnCard = Annotated[str | None, Opt("Campaign on the card")]


def draw_campaign_buttons(
    inv: Invocation, key: str, route: str, named: Iterable[tuple[CampaignFile, Mapping[str, str]]]
) -> tuple[Button, ...]:
    """A button for each campaign, whose label, the sentence ``key``, names it. ``named`` has the button's arguments."""
    rows = tuple(named)
    titles = [find_text(file.title, inv.language) for file, _ in rows]
    labels = fit_labels(titles, lambda title: inv.words.t(key, title=title))
    return tuple(Button(label, route, args) for label, (_, args) in zip(labels, rows, strict=True))


def draw_which_card(
    inv: Invocation, error: SeveralFitError, request: CallRequest, files: Mapping[str, CampaignFile]
) -> Card:
    """Ask which campaign a call was for, if several have the named office, or several have somebody left to call."""
    known = {"outcome": request.outcome.value, "day": request.day.value, "why": request.why or ""}
    fits = ((files[fit.campaign], {**known, "office": fit.office, "campaign": fit.campaign}) for fit in error.fits)
    buttons = draw_campaign_buttons(inv, "log.which_button", "log.for", islice(fits, BUTTONS))
    rest = write_rest(inv.words, len(error.fits) - BUTTONS, "log")
    body = join(inv.words.m(error.key, **error.params), rest)
    return Card(inv.words.t("log.title.which"), body, buttons=buttons)


def write_campaign_line(inv: Invocation, receipt: Receipt, file: CampaignFile) -> Markup:
    """Name a receipt's campaign if several are open. Only a completed call counts for it."""
    if not receipt.others:
        return Markup()
    key = (
        "all_done_in"
        if receipt.kind is LogStatus.ALL_DONE
        else "in_campaign"
        if receipt.outcome.completed
        else "tried_in"
    )
    return inv.words.m(f"log.{key}", title=find_text(file.title, inv.language))


def draw_further_buttons(inv: Invocation, further: Iterable[CampaignFile]) -> tuple[Button, ...]:
    """Offer the scripts of campaigns in which the caller has somebody to call; of many, a few and the way to all."""
    found = tuple(further)
    named = ((file, {"campaign": file.key}) for file in found[:MOST])
    scripts = draw_campaign_buttons(inv, "actions.script", "script.show", named)
    return (*scripts, draw_all_button(inv)) if len(found) > MOST else scripts


def draw_all_button(inv: Invocation) -> Button:
    """The way to all open campaigns, where a card offers only some."""
    return Button(inv.words.t("button.actions"), "actions")


def write_other_day(inv: Invocation, receipt: Receipt, day: Day, file: CampaignFile) -> Markup:
    """The day a call counts for, and when it ends, if the caller's clock shows another day."""
    if receipt.zone is None:
        return Markup()
    own = (day_of(inv.at, ZoneInfo(receipt.zone)) - timedelta(days=day is Day.YESTERDAY)).isoformat()
    end = find_day_end(inv.at, ZoneInfo(file.timezone), receipt.zone)
    if end is None or own == receipt.day:
        return Markup()
    words = inv.words
    counted = words.format_day(date.fromisoformat(receipt.day), weekday=True)
    key = "log.other_day" if receipt.outcome.completed else "log.tried_other_day"
    return words.m(key, day=counted, time=words.format_clock(end, receipt.zone), zone=Zone(receipt.zone))


def add_moves(inv: Invocation, card: Card, receipt: Receipt, files: Mapping[str, CampaignFile]) -> Card:
    """Offer the other open campaigns for a call whose campaign was tapped on the question; of many, a few and a way."""
    others = [one for one in receipt.others if one in files] if receipt.call_id else []
    named = ((files[one], {"call": receipt.call_id, "campaign": one}) for one in others[:MOVES])
    buttons = draw_campaign_buttons(inv, "log.move_button", "log.move", named)
    more = inv.words.m("log.move_more") if len(others) > MOVES else Markup()
    return replace(card, body=join(card.body, more), buttons=(*card.buttons, *buttons))


def write_office_line(inv: Invocation, receipt: Receipt, names: Names) -> tuple[Markup, tuple[Button, ...]]:
    """The district office a call went to, with a button to change it to Washington's."""
    place = names.place_of(receipt.office) if receipt.office else None
    if place is None:
        return Markup(), ()
    button = draw_washington_buttons(inv.words, receipt.call_id, receipt.office, names)
    return inv.words.m("log.place", place=place), button


def draw_washington_way(words: Words, prompt: Prompt, line: PhoneLine, names: Names) -> tuple[Button, ...]:
    """The button on a card that sends people to an office at home, for those who call Washington or the capitol."""
    if names.place_of(line.office) is None or prompt.target is None:
        return ()
    key = "capitol" if names.is_legislator(prompt.target.slot) else "washington"
    args = {"campaign": prompt.campaign.id, "office": name_first_office(prompt.target.slot)}
    return (Button(words.t(f"script.button.{key}"), "script.show", args),)


def draw_washington_buttons(words: Words, call: str, office: str, names: Names) -> tuple[Button, ...]:
    """The button that moves a call from an office at home to Washington's, or the capitol's; none for any other."""
    if names.place_of(office) is None:
        return ()
    member = office.partition("-")[0]
    key = "log.capitol" if names.is_legislator(member) else "log.washington"
    return (Button(words.t(key), "log.office", {"call": call, "office": member}),)
