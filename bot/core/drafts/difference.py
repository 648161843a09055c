"""What differs between two contents of a campaign, text by text, and what another content would do to a campaign.

Start with `compare_entries` and `foresee_effect`.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from msgspec import Struct

from bot.core.campaign_files.campaign_export import Entries, list_entries
from bot.core.campaign_files.campaign_file import Ask, CampaignFile
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.totals.report_totals import find_answered
from bot.store.engine import Tx

_AROUND = 3  # words shown before and after what changed
_BY_LANGUAGE = frozenset({"title", "text", "name", "delegate"})


class Difference(Struct, frozen=True):
    """One text that differs. ``where`` is its place, such as ("scripts", "es", "text"); a list's entries count from 1.

    ``before`` and ``after`` are empty where there was nothing, or where there is nothing now.
    """

    where: tuple[str, ...]
    before: str
    after: str


class Effect(Struct, frozen=True):
    """What another content would do to a campaign: the campaign as it is and as it would be, and what differs.

    ``reworded`` are the numbers of questions that have answers to other words.
    """

    before: Campaign
    after: Campaign
    changes: tuple[Difference, ...]
    reworded: tuple[int, ...] = ()


async def foresee_effect(tx: Tx, campaigns: Campaigns, live: Campaign, content: CampaignFile) -> Effect:
    """What a campaign would be with ``content`` in force."""
    after = await campaigns.foresee(tx, live, content)
    reworded = find_reworded(live.file, content, await find_answered(tx, live.id))
    return Effect(live, after, compare_contents(live.file, content), reworded)


def find_reworded(before: CampaignFile, after: CampaignFile, answered: Collection[str]) -> tuple[int, ...]:
    """The numbers of the questions among ``answered`` that are asked in other words after a change."""
    said = {one.key: _read_english(one) for one in before.asks if one.key in answered}
    now = ((number, one.key, _read_english(one)) for number, one in enumerate(after.asks, 1))
    return tuple(number for number, key, words in now if said.get(key, words) != words)


def _read_english(ask: Ask) -> tuple[str, str]:
    """A question's words, and those for members without a vote."""
    return ask.text["en"], ask.delegate["en"] if ask.delegate else ""


def compare_entries(before: Entries, after: Entries) -> tuple[Difference, ...]:
    """Every text that differs, in the order of the campaign file."""
    old, new = ({where: text for where, text in _flatten(side, ()) if _is_shown(where)} for side in (before, after))
    places = dict.fromkeys((*old, *new))
    return tuple(
        Difference(where, old.get(where, ""), new.get(where, ""))
        for where in places
        if old.get(where, "") != new.get(where, "")
    )


def _is_shown(where: tuple[str, ...]) -> bool:
    """Whether people see a text: of a language's state, who has reviewed it and when; no hashes, and no inner keys."""
    return where[-1] in ("by", "on") if where[0] == "translations" else len(where) == 1 or where[-1] != "key"


def compare_contents(before: CampaignFile | None, after: CampaignFile) -> tuple[Difference, ...]:
    """Every text that differs between two contents; against no campaign, every text."""
    found = compare_entries(list_entries(before) if before else {}, list_entries(after))
    return tuple(one for one in found if one.where != ("campaign",))


def cut_same(difference: Difference) -> Difference:
    """A difference without the words that both sides begin and end with, but for a few of them."""
    old, new = difference.before.split(), difference.after.split()
    first, last = _count_same(old, new), _count_same(old[::-1], new[::-1])
    last = min(last, min(len(old), len(new)) - first)
    return Difference(difference.where, _cut(old, first, last), _cut(new, first, last))


def _flatten(value: Any, where: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _flatten(part, (*where, str(name)))
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        for number, part in enumerate(value, 1):
            own = part.get("key") if isinstance(part, dict) else None
            yield from _flatten(part, (*where, str(own or number)))
    elif isinstance(value, list):
        yield where, ", ".join(map(str, value))
    elif where and where[-1] in _BY_LANGUAGE and where[0] != "scripts":
        yield (*where, "en"), str(value)  # a plain text there is in English
    elif isinstance(value, bool):
        yield where, "true" if value else "false"  # as in the file
    else:
        yield where, str(value)


def _count_same(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _cut(words: Sequence[str], first: int, last: int) -> str:
    """The words without all but a few of the ``first`` and ``last`` ones."""
    begin, end = max(first - _AROUND, 0), min(len(words) - last + _AROUND, len(words))
    return " ".join((*(["…"] if begin else []), *words[begin:end], *(["…"] if end < len(words) else [])))
