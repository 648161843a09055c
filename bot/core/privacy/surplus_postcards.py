"""Finds surplus postcards: those beyond one person's once two people turn out to be one. See `surplus` for calls."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.core.guidance.targets import Targets
from bot.core.people.past.past_entries import Past
from bot.core.people.past.past_postcards import count_used, has_used
from bot.core.postcards.postcard_rows import PostcardStatus
from bot.store.statement import Row

_ORDER = (PostcardStatus.DELIVERED, PostcardStatus.PRINTED, PostcardStatus.APPROVED, PostcardStatus.WAITING)
_KNOWN = [status.value for status in _ORDER]


def find_surplus_postcards(
    standing: Sequence[Row], before: Sequence[Sequence[Row]], targets: Mapping[str, Targets], past: Past
) -> tuple[Row, ...]:
    """The postcards of two people together that one person can't have. Those that are further are kept first.

    ``before`` holds each person's own; linking never costs more than what either could have had alone. ``targets``
    covers each campaign with a file. ``past`` holds what their accounts used and no longer have.
    """
    alone = [Counter(row.campaign_id for row in rows) for rows in before]
    ids = [row.id for rows in before for row in rows]
    found: list[Row] = []
    for campaign, own in targets.items():
        rows = sorted((row for row in standing if row.campaign_id == campaign), key=rank_postcard)
        used = [row for row in rows if has_used(past, campaign, ids, *_list_words(own, row.slot))]
        left = [row for row in rows if row not in used]
        most = max(len(own.all), *(one[campaign] for one in alone))
        found += [*used, *left[max(0, most - count_used(past, campaign, ids)) :]]
    return tuple(found)


def rank_postcard(row: Row) -> tuple[int, int, str]:
    """The order in which postcards are kept: handed over, printed, approved, waiting; of the same, the earlier."""
    return _KNOWN.index(row.status) if row.status in _KNOWN else len(_KNOWN), row.written_at, row.id


def _list_words(own: Targets, slot: str) -> tuple[str | None, ...]:
    target = own.find(slot)
    return slot, target.generic if target else None
