"""A postcard's row: its states, its statements, and what it adds to totals."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby
from typing import Any

from bot.core.base.stored_values import read_enum
from bot.core.times.clock import DAY
from bot.core.totals import counters
from bot.core.totals.counting import CounterDelta, CounterKey, PostcardCredit, find_counter_changes, sum_credits
from bot.store.engine import Tx
from bot.store.sql import bindparam, case, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import postcards

KEPT_UNDELIVERED = 90 * DAY


class PostcardStatus(StrEnum):
    """How far a postcard is. Only the first three hold words that somebody still has to read."""

    WAITING = "waiting"
    APPROVED = "approved"
    PRINTED = "printed"
    DELIVERED = "delivered"
    SENT_BACK = "sent_back"
    DROPPED = "dropped"


class Removed(StrEnum):
    """Why a postcard doesn't count, besides the fixed reasons of a void."""

    UNDO = "undo"
    SENT_BACK = "sent_back"
    DROPPED = "dropped"
    CHANGED = "changed"  # it was sent back, and its writer sent another one
    LINK = "link"  # a double of another account's


_P = postcards.c
ADD = Statement(insert(postcards))
LIVE_OF_PERSON = Statement(
    select(postcards)
    .where(_P.person_id == bindparam("person"), _P.removed_at.is_(None))
    .order_by(_P.campaign_id, _P.written_at, _P.id)
)
ALL_OF_PERSON = Statement(
    select(postcards).where(_P.person_id == bindparam("person")).order_by(_P.written_at.desc(), _P.id.desc())
)
ONE = Statement(select(postcards).where(_P.id == bindparam("postcard")))
LOCK_ONE = Statement(select(postcards).where(_P.id == bindparam("postcard")).with_for_update())
WRITTEN_SINCE = Statement(
    select(_P.written_at).where(_P.person_id == bindparam("person"), _P.written_at >= bindparam("since"))
)
_GONE: dict[str, Any] = {"words": None, "signature": None, "mark": None, "delete_at": None}
REMOVE = Statement(
    update(postcards)
    .where(_P.id == bindparam("postcard"))
    .values(removed_at=bindparam("at"), removed_as=bindparam("how"), **_GONE)
)
SEND_BACK = Statement(
    update(postcards)
    .where(_P.id == bindparam("postcard"))
    .values(removed_at=bindparam("at"), removed_as=Removed.SENT_BACK.value)
)
REPLACE_SENT_BACK = Statement(
    update(postcards)
    .where(
        _P.person_id == bindparam("person"),
        _P.campaign_id == bindparam("campaign"),
        _P.slot == bindparam("target"),
        _P.removed_as == Removed.SENT_BACK.value,
    )
    .values(removed_as=Removed.CHANGED.value, **_GONE)
)
SET_STATUS = Statement(update(postcards).where(_P.id == bindparam("postcard")).values(status=bindparam("becomes")))
SET_REVIEW = Statement(
    update(postcards)
    .where(_P.id == bindparam("postcard"))
    .values(
        status=bindparam("becomes"),
        reviewed_at=bindparam("at"),
        reviewed_by=bindparam("actor"),
        reason=bindparam("why"),
    )
)
SET_PRINTED = Statement(
    update(postcards)
    .where(_P.id == bindparam("postcard"))
    .values(status=PostcardStatus.PRINTED.value, printed_at=bindparam("at"))
)
SET_DELIVERED = Statement(
    update(postcards)
    .where(_P.id == bindparam("postcard"))
    .values(
        status=PostcardStatus.DELIVERED.value,
        delivered_at=bindparam("at"),
        delete_at=case((_P.delete_at > bindparam("latest"), bindparam("latest")), else_=_P.delete_at),
    )
)
DROP_WORDS = Statement(update(postcards).where(_P.id == bindparam("postcard")).values(**_GONE))


def read_status(word: str) -> PostcardStatus:
    """A stored status. Raises Unreadable."""
    return read_enum(PostcardStatus, word)


def make_credit(row: Row) -> PostcardCredit:
    """The totals that a postcard counts toward."""
    home = (row.state, row.person_id, row.district)
    return PostcardCredit(row.day, row.week, row.org_id, row.chapter_id, *home, bool(row.adds_person))


def find_contributions(rows: Sequence[Row]) -> dict[str, dict[CounterKey, CounterDelta]]:
    """What one person's live postcards, ordered by campaign, add to the totals, by campaign."""
    return {
        campaign: sum_credits((make_credit(row), row.counted_at) for row in own)
        for campaign, own in groupby(rows, key=lambda row: row.campaign_id)
    }


async def add_to_totals(tx: Tx, row: dict[str, Any], others: Sequence[Row]) -> None:
    """Count a new postcard beside the person's ``others`` of the campaign."""
    home = (row["state"], row["person_id"], row["district"])
    new = PostcardCredit(row["day"], row["week"], row["org_id"], row["chapter_id"], *home, bool(row["adds_person"]))
    await counters.add_call(tx, row["campaign_id"], new, map(make_credit, others), row["counted_at"])


async def subtract_from_totals(tx: Tx, removed: Row, others: Sequence[Row]) -> None:
    """Count a postcard no longer, after its row says so. ``others`` are the person's other live ones."""
    same = [row for row in others if row.campaign_id == removed.campaign_id and row.id != removed.id]
    moved = find_counter_changes(make_credit(removed), map(make_credit, same))
    await counters.subtract_call(tx, removed.campaign_id, moved, removed.counted_at)


async def move_totals(tx: Tx, before: Sequence[Sequence[Row]], after: Sequence[Sequence[Row]]) -> None:
    """Replace what some people's live postcards added to the totals ``before`` with what they add ``after``."""
    old, new = [find_contributions(rows) for rows in before], [find_contributions(rows) for rows in after]
    for campaign in sorted({campaign for one in (*old, *new) for campaign in one}):
        await counters.replace_deltas(
            tx, campaign, [one.get(campaign, {}) for one in old], [one.get(campaign, {}) for one in new]
        )
