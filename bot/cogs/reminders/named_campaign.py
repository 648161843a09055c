"""The name of a campaign beside a time: "every day 9:00 for fund". A reminder is for any campaign that is open."""

from collections.abc import Callable, Collection, Iterator, Sequence

from msgspec import Struct

from bot.core.campaigns.campaign_search import search_campaigns
from bot.core.campaigns.campaigns import Campaign
from bot.core.names.name_search import NameSearch
from bot.kit.options import LONGEST
from bot.kit.words.fillers import is_filler
from bot.kit.words.free import MOST


class NamedCampaign(Struct, frozen=True):
    """A campaign, and the words beside its name."""

    campaign: Campaign
    rest: str


def split_campaign(typed: str, known: Collection[Campaign], is_time: Callable[[str], bool]) -> NamedCampaign | None:
    """The one campaign of ``known`` that some words of ``typed`` name, if ``is_time`` says that the others are a time.

    The words before its name that say nothing, like "for", are neither's.
    """
    units, search = typed.split(), search_campaigns(known)
    for start, end in _list_places(len(units[:MOST])):
        named = _find_one(search, " ".join(units[start:end]))
        rest = " ".join((*_drop_last_fillers(units[:start]), *units[end:]))
        if named and is_time(rest):
            return NamedCampaign(named, rest)
    return None


def _list_places(count: int) -> Iterator[tuple[int, int]]:
    """Where runs of words begin and end, the longest first."""
    for length in range(min(count, LONGEST), 0, -1):
        yield from ((start, start + length) for start in range(count - length + 1))


def _find_one(search: NameSearch[Campaign], run: str) -> Campaign | None:
    """The one campaign that some words name: also "the fund campaign", if one of them is enough of a name."""
    is_name = any(search.accepts(one, parts=True) for one in (run, *run.split()))
    found = search.find(run) if is_name else ()
    return found[0] if len(found) == 1 else None


def _drop_last_fillers(units: Sequence[str]) -> Sequence[str]:
    while units and is_filler(units[-1]):
        units = units[:-1]
    return units
