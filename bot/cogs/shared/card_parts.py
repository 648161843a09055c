"""Parts of cards that several features share: titles, progress, warnings, and common buttons."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign
from bot.core.campaigns.references import Reference
from bot.core.directory.data_warnings import DataWarning
from bot.core.directory.states import NAMES
from bot.core.names.name_search import find_near_names
from bot.core.people.profiles.profiles import find_day_end
from bot.core.times.clock import day_of
from bot.core.totals.counting import Measure
from bot.kit.cards.labels import make_choices
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import CHOICES, Button, Card, Choice, Fact, Progress, Style
from bot.kit.i18n import Words, list_catalogs
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.languages import name_in_itself
from bot.moments import Moment, name_year
from bot.phrases import State, Zone
from bot.text import matches

LANGUAGES = ("en", "es", "zh-Hans", "zh-Hant", "ko", "vi", "tl")

AGAIN = 20  # offices offered for another call; a card takes 25 buttons
NAMED = 5  # members or faults named in a warning

CampaignWord = Annotated[
    str | None, Opt("Campaign, when it isn't the open one", suggest="campaigns", accepts="campaigns")
]
WhichMeasure = Annotated[Measure | None, Opt("What to count: calls, or postcards")]
OfficeWord = Annotated[str | None, Opt("Office you called", suggest="offices", accepts="offices")]
LanguageWord = Annotated[str | None, Opt("Language of the script", words=LANGUAGES, suggest="languages")]
RefusalReason = Annotated[str | None, Opt("Why, for its author (you can leave it empty)", max_length=200)]
CardLanguage = Annotated[str | None, Opt("Language of the card")]


def write_reason(words: Words, reason: str) -> Markup:
    """The line that gives a reason for a refusal; empty if there is none."""
    return words.m("refused.because", reason=reason) if reason else Markup()


def translate_title(inv: Invocation, campaign: CampaignFile) -> str:
    """A campaign's title in the caller's language."""
    return inv.words.pick(campaign.title)


def find_place(place: str) -> State | str:
    """A district or state as a sentence's blank. An at-large district is its state."""
    state, _, number = place.partition("-")
    return State(state) if number in ("", "0") and state in NAMES else place


def name_place(words: Words, place: str) -> str:
    """The display name of a district or state by itself."""
    found = find_place(place)
    return words.name_state(found.code) if isinstance(found, State) else found


def describe_day_end(words: Words, campaign: Campaign, zone: str | None, at: int) -> Markup:
    """When the campaign's day ends, empty if that is midnight on the reader's clock."""
    end = find_day_end(at, campaign.zone, zone)
    if end is None or zone is None:
        return Markup()
    is_today = day_of(end, ZoneInfo(zone)) == day_of(at, ZoneInfo(zone))
    key = "actions.day" if is_today else "actions.day_tomorrow"
    return words.m(key, time=words.format_clock(end, zone), zone=Zone(zone))


def describe_window(words: Words, campaign: CampaignFile, now: int) -> Markup:
    """From when and until when a campaign is open, as its file says."""
    times = (None if at is None else Moment(at, campaign.timezone) for at in (campaign.opens, campaign.closes))
    opens, closes = (time and name_year(time, now) for time in times)
    if opens and closes:
        return words.m("draft.dates.both", opens=opens, closes=closes)
    if opens:
        return words.m("draft.dates.opens", opens=opens)
    return words.m("draft.dates.closes", closes=closes) if closes else words.m("draft.no_dates")


def describe_doubt(words: Words, caveat: DataWarning) -> str:
    """A warning about the Congress data, for readers who can fix it."""
    return words.t(
        f"congress.doubt.{caveat.doubt}",
        congress=caveat.congress,
        until=words.format_day(caveat.until),
        gone=words.list(caveat.gone[:NAMED]),
        zips_for=caveat.zips_for,
    )


def describe_references(words: Words, found: Sequence[Reference], files: Mapping[str, CampaignFile]) -> Markup:
    """Warnings about names in campaign files that match nothing, for readers who can fix them."""
    lines = [
        words.m(
            f"reference.{one.fault}",
            title=words.pick(files[one.campaign].title),
            campaign=one.campaign,
            name=one.name,
        )
        for one in found[:NAMED]
    ]
    more = len(found) - NAMED
    rest = (words.m("reference.more", count=more),) if more > 0 else ()
    return join(*(Markup(f"- {line}") for line in lines), *rest, between="\n")


def draw_goal(words: Words, done: int, target: int | None) -> Progress | None:
    """The progress bar for cards in channels, None if the campaign has no goal."""
    return Progress(done, target, words.t("progress.goal", done=done, count=target)) if target else None


def write_rest(words: Words, count: int, command: str) -> Markup:
    """That ``count`` things have no button on a card, and the command that finds one of them; empty for none."""
    return words.m("list.rest", count=count, command=command) if count > 0 else Markup()


def draw_everyone(words: Words, done: int, target: int | None) -> Fact:
    """Everybody's calls, with the campaign's goal if it has one. Private cards draw no bar."""
    value = words.t("log.of_goal", done=done, count=target) if target else words.format_number(done)
    return Fact(words.t("log.coalition"), value)


def draw_all_postcards(words: Words, count: int) -> Fact:
    """Everybody's postcards in a campaign, apart from calls."""
    return Fact(words.t("postcard.everybody"), words.format_number(count))


def draw_language_card(words: Words, campaign: str | None = None) -> Card:
    """The choice of a language, each named in itself. ``campaign`` is the one whose script comes next."""
    to = {"campaign": campaign} if campaign else {}
    buttons = (Button(name_in_itself(tag), "language.set", {"language": tag, **to}) for tag in list_offered_languages())
    return Card(words.t("language.title"), words.m("language.ask"), buttons=tuple(buttons)[:CHOICES])


def list_offered_languages() -> tuple[str, ...]:
    """The tags of the languages to choose from: Callboard's own, then those of further catalogs, English last."""
    further = (tag for tag in list_catalogs() if tag not in LANGUAGES)
    return (*LANGUAGES[1:], *further, LANGUAGES[0])


def draw_undo_button(words: Words, call: str) -> Button:
    """The button that undoes a call."""
    return Button(words.t("button.undo"), "undo.call", {"call": call}, Style.DANGER)


def draw_withdraw_buttons(words: Words, change: str) -> tuple[Button, ...]:
    """The button with which its author takes back a change that waits for another admin; none if nothing waits."""
    if not change:
        return ()
    return (Button(words.t("change.button.withdraw"), "change.withdraw", {"change": change}, Style.DANGER),)


def draw_share_button(words: Words, campaign: str) -> Button:
    """The button for words to share, once somebody has called all their offices."""
    return Button(words.t("button.share"), "share", {"campaign": campaign})


def draw_postcard_buttons(words: Words, file: CampaignFile) -> tuple[Button, ...]:
    """The button for the campaign's postcard, if it has one, for people who would rather write than call."""
    has_postcard = any(action.type == "postcard" for action in file.actions)
    return (Button(words.t("postcard.button.open"), "postcard", {"campaign": file.key}),) if has_postcard else ()


def draw_script_button(inv: Invocation, campaign: str, slot: str | None = None, style: Style = Style.PRIMARY) -> Button:
    """The button for the script of ``slot``, or of the next office."""
    args = {"campaign": campaign, **({"office": slot} if slot else {})}
    key = "button.next" if slot else "button.script"
    return Button(inv.words.t(key), "script.show", args, style)


def filter_choices(names: Iterable[str], typed: str) -> tuple[Choice, ...]:
    """The names that contain the typed text, up to a menu's length; the nearest ones if none does."""
    known = tuple(names)
    matching = [name for name in known if matches(typed, name)] or find_near_names(known, typed)
    return make_choices((name, name) for name in matching[:CHOICES])
