"""Finds the campaign that somebody means: by its key, its title or a part of one, or the one that fits best."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import assert_never

from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaigns import Campaign
from bot.core.names.name_search import MOST, Named, NameSearch, Offer, make_near_error, make_several_error, quote_labels
from bot.core.totals.counters import load_total
from bot.core.totals.counting import GroupKind, Measure
from bot.errors import UserError
from bot.moments import Moment, name_year
from bot.phrases import Item, Listing, Phrase, make_phrase, make_translations
from bot.store.engine import Tx


class Use(StrEnum):
    """What an open campaign is needed for."""

    SCRIPT = "script"
    CALL = "call"  # logging a call
    ANSWER = "answer"  # saving an office's answer
    POSTCARD = "postcard"  # sending one


_DISPLAY_ORDER = (
    CampaignState.OPEN,
    CampaignState.PAUSED,
    CampaignState.CLOSED,
    CampaignState.UPCOMING,
)


def find_campaign(known: Iterable[Campaign], word: str, at: int, every: bool = False) -> Campaign:
    """The campaign that ``word`` names by its key, its title in any language, or a part of one.

    Raises UserError. If the word fits several campaigns, the error offers them. If it fits none, it offers the nearest
    open ones (of all campaigns with ``every``), or names those.
    """
    known = tuple(known)
    if whole := next((one for one in known if one.id == word), None):  # as every button says it
        return whole
    found = search_campaigns(known).find(word)
    if len(found) == 1:
        return found[0]
    if found:
        raise make_several_error("campaign", word, _offer(sort_campaigns(found, at)))
    opened = [campaign for campaign in known if campaign.state(at) is CampaignState.OPEN]
    offered = known if every else opened
    if not offered and every:
        raise UserError("campaign.missing", field="campaign", word=word)
    if not offered:
        raise UserError("campaign.none", field="campaign")
    offer_like(offered, word)
    key = "campaign.unknown" if opened else "campaign.unknown_any"
    named = opened or offered
    raise UserError(key, field="campaign", word=word, known=list_titles(named)).add_choices(_offer(named[:MOST]))


def offer_like(known: Iterable[Campaign], word: str) -> None:
    """Raise UserError, which offers them, if campaigns have names like ``word``."""
    if near := search_campaigns(known).find_near(word):
        raise make_near_error("campaign", word, _offer(near))


def search_campaigns(known: Iterable[Campaign]) -> NameSearch[Campaign]:
    """The names by which people mean campaigns."""
    return NameSearch(Named(one, one.id, (one.id, *one.file.title.values())) for one in known)


def list_titles(offered: Iterable[Campaign]) -> Item | Listing:
    """The titles to choose from, as a blank of a sentence. Of many campaigns, only the first."""
    return quote_labels(_offer(tuple(offered)))


def _offer(campaigns: Sequence[Campaign]) -> tuple[Offer, ...]:
    """What campaigns are called; those with the same title by their key too."""
    titles = [(one.id, make_translations(one.file.title)) for one in campaigns]
    same = Counter(title for _, title in titles)
    return tuple(
        (id, title if same[title] == 1 else make_phrase("campaign.keyed", title=title, id=id)) for id, title in titles
    )


async def find_open(tx: Tx, known: tuple[Campaign, ...], word: str | None, at: int, use: Use = Use.CALL) -> Campaign:
    """The campaign that ``word`` names, or else the open one that closes first. Raises UserError if it isn't open.

    ``use`` decides the error's wording, for example whether a call was not logged.
    """
    chosen = find_campaign(known, word, at) if word else _choose_foremost(known, at)
    match chosen.state(at):
        case CampaignState.CLOSED:
            raise _make_ended_error(
                chosen, await load_total(tx, chosen.id, GroupKind.TOTAL, "", ""), at, use, alone=len(known) == 1
            )
        case CampaignState.UPCOMING:
            moment = name_year(Moment(chosen.opens_at or at, chosen.timezone, shared=True), at)
            raise UserError(f"campaign.upcoming.{use}", title=make_translations(chosen.file.title), when=moment)
        case CampaignState.PAUSED:
            raise UserError(f"campaign.paused.{use}", title=make_translations(chosen.file.title))
        case CampaignState.OPEN:
            return chosen
        case unknown:
            assert_never(unknown)


def _make_ended_error(campaign: Campaign, calls: int, at: int, use: Use, *, alone: bool) -> UserError:
    """The error for a campaign that has ended. It names the campaign unless that is the only one (``alone``)."""
    thanks = make_phrase("campaign.thanks", count=calls) if calls else Phrase("campaign.thanks_alone")
    when = name_year(Moment(campaign.closes_at or at, campaign.timezone, shared=True), at)
    key = f"campaign.closed_alone.{use}" if alone else f"campaign.closed.{use}"
    return UserError(key, title=make_translations(campaign.file.title), when=when, thanks=thanks)


def find_campaign_to_show(known: tuple[Campaign, ...], word: str | None, at: int) -> Campaign:
    """The campaign to show: the named one, or else the open one, or else the one that closed last."""
    return find_campaign(known, word, at) if word else _choose_foremost(known, at)


def ask_which_open(known: Iterable[Campaign], at: int) -> None:
    """Raise UserError, which offers them, if several campaigns are open."""
    opened = sort_campaigns((one for one in known if one.state(at) is CampaignState.OPEN), at)
    if len(opened) > 1:
        raise UserError("campaign.which", field="campaign", known=list_titles(opened)).add_choices(
            _offer(opened[:MOST])
        )


def sort_campaigns(known: Iterable[Campaign], at: int) -> tuple[Campaign, ...]:
    """Sort campaigns by state, open ones first, and then by how near their close is."""
    return tuple(sorted(known, key=lambda campaign: _sort_key(campaign, at)))


def list_other_open(
    known: Iterable[Campaign], chosen: Campaign, at: int, measure: Measure = Measure.CALLS
) -> tuple[Campaign, ...]:
    """The open campaigns besides ``chosen``, in order. For postcards, those that have one."""
    has_any = measure is Measure.CALLS
    others = (one for one in known if one.id != chosen.id and (has_any or one.file.takes_postcards))
    return sort_campaigns((one for one in others if one.state(at) is CampaignState.OPEN), at)


def _choose_foremost(known: tuple[Campaign, ...], at: int) -> Campaign:
    if not known:
        raise UserError("campaign.none")
    return known[0] if len(known) == 1 else min(known, key=lambda campaign: _sort_key(campaign, at))


def _sort_key(campaign: Campaign, at: int) -> tuple[int, float, str]:
    closes = campaign.closes_at
    nearness = float("inf") if closes is None else abs(closes - at)
    return _DISPLAY_ORDER.index(campaign.state(at)), nearness, campaign.id
