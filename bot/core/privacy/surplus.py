"""Finds surplus calls: those beyond a day's slots once two people turn out to be one."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from bot.core.guidance.targets import Targets
from bot.core.people.past.entries import LINK
from bot.core.people.past.past_entries import Past, Rank
from bot.core.slots.own_slots import LIVE_IN_CAMPAIGN
from bot.core.slots.past_slots import find_past_slots
from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.sql import bindparam, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import calls

_REMOVE_SURPLUS = Statement(
    update(calls).where(calls.c.id == bindparam("call")).values(removed_at=bindparam("at"), removed_as=LINK)
)
_REVIVE = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"), calls.c.removed_as == LINK)
    .values(removed_at=None, removed_as=None)
)
_SET_ADDS_PERSON = Statement(update(calls).where(calls.c.id == bindparam("call")).values(adds_person=bindparam("adds")))
_CALL = Statement(
    select(calls.c.id, calls.c.campaign_id, calls.c.day, calls.c.slot).where(calls.c.id == bindparam("call"))
)

Drive = tuple[str, str]  # a campaign and a day


def find_surplus(
    standing: Sequence[Row], before: Sequence[Sequence[Row]], targets: Mapping[str, Targets], past: Past
) -> tuple[Row, ...]:
    """The calls of two people together that one person can't have. Earlier completed calls are kept first.

    ``before`` holds each person's own calls; linking never costs more than what either could have had alone.
    ``targets`` covers each campaign with a file. ``past`` holds entries of their accounts that are not among the calls.
    """
    alone = [Counter((row.campaign_id, row.day) for row in rows) for rows in before]
    found: list[Row] = []
    for drive in dict.fromkeys((row.campaign_id, row.day) for row in standing):
        campaign, day = drive
        if campaign not in targets:
            continue
        rows = sorted((row for row in standing if (row.campaign_id, row.day) == drive), key=_order_key)
        gone = dict(find_past_slots(past, targets[campaign], campaign, day)) if past.rows else {}
        counted = [row for row in rows if _is_covered(row, gone.get(targets[campaign].resolve_slot(row.slot)))]
        left = [row for row in rows if row not in counted]
        most = max(len(targets[campaign].all), *(one[drive] for one in alone))
        room = max(0, most - sum(rank >= Rank.TRIED for rank in gone.values()))
        found += [*counted, *left[room:]]
    return tuple(found)


def _is_covered(row: Row, rank: Rank | None) -> bool:
    return rank is not None and rank >= (Rank.DONE if Outcome(row.outcome).completed else Rank.TRIED)


def _order_key(row: Row) -> tuple[bool, int, str]:
    return not Outcome(row.outcome).completed, row.entered_at, row.id


def make_notes(surplus: Iterable[Row], before: Sequence[Sequence[Row]]) -> dict[str, dict[str, Any]]:
    """What it takes to restore surplus calls, by call: the owner, and how many calls the owner had that day."""
    alone = Counter((row.person_id, row.campaign_id, row.day) for rows in before for row in rows)
    return {
        row.id: {"owner": row.person_id, "alone": alone[row.person_id, row.campaign_id, row.day]} for row in surplus
    }


async def remove_surplus(tx: Tx, surplus: Iterable[Row], at: int) -> None:
    """Remove surplus calls."""
    await tx.many(_REMOVE_SURPLUS, [{"call": row.id, "at": at} for row in surplus])


async def set_adds_person(tx: Tx, ids: Iterable[str], adds: int = 0) -> None:
    """Set whether calls add a person to the campaign's count of people."""
    await tx.many(_SET_ADDS_PERSON, [{"call": call, "adds": adds} for call in ids])


async def revive_surplus(tx: Tx, call_id: str, note: Mapping[str, Any]) -> None:
    """Restore a surplus call for its owner if it fits within what they had alone."""
    row = await tx.one(_CALL, call=call_id)
    if row is None:
        return
    live = await tx.all(LIVE_IN_CAMPAIGN, person=note["owner"], campaign=row.campaign_id)
    slots = [call.slot for call in live if call.day == row.day]
    if row.slot not in slots and len(slots) < note["alone"]:
        await tx.run(_REVIVE, call=call_id)


def find_counted_before(rows: Iterable[Row], past: Past) -> Collection[str]:
    """The ids of calls in campaigns where calls no longer theirs already count the person."""
    known: dict[str, bool] = {}
    for row in rows:
        if row.campaign_id not in known:
            known[row.campaign_id] = past.has_counted(row.campaign_id)
    return [row.id for row in rows if known[row.campaign_id] and row.adds_person]
