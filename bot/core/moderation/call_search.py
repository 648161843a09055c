"""Finds the call or postcard that a coordinator means by the reference on its receipt.

Nothing outside the caller's reach is found, nor offered.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from msgspec import Struct

from bot.core.base.ids import normalize_code
from bot.core.names.reference_search import LEAST, find_near_reference, read_beginning
from bot.core.totals.counting import Measure
from bot.errors import Blank, UserError
from bot.phrases import list_all, list_choices
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.sql import ColumnElement, Table, bindparam, literal, null, select
from bot.store.statement import Row, Statement
from bot.store.tables import calls, people, postcards
from bot.text import fold

OFFERED = 5  # references that a sentence names
_SEARCHED = 500  # newest calls that begin as typed, or among which the nearest reference is found

# A reference as people type it, with or without a hyphen, and any words that tell two calls apart.
_REFERENCE = re.compile(r"([0-9a-z]{4})[\s-]*([0-9a-z]{4})(?:\s+(.*))?")

# A day and an office can follow, or other words that can't be a reason.
_NAMES_CALL = re.compile(r"[0-9a-z]{4}[\s-]*[0-9a-z]{4}(?:\s+\d{4}-\d\d-\d\d(?:\s+\S+)?|\s+\S*[-\d]\S*)*")

_NAMES = ("id", "reference", "person_id", "campaign_id", "org_id", "day", "slot", "removed_at")


class _Search(NamedTuple):
    """How calls, or postcards, are found."""

    by_reference: Statement
    newest: Statement
    newest_of_org: Statement


def _make_search(measure: Measure, table: Table, outcome: Any, at: ColumnElement[int], order: Any) -> _Search:
    """The queries of one kind. Their rows have the same columns; ``at`` is when it was entered."""
    columns = (*(table.c[name] for name in _NAMES), outcome.label("outcome"), at.label("at"))
    found = select(*columns, literal(measure.value).label("measure")).where(table.c.person_id.is_not(None))
    newest = found.where(table.c.reference.startswith(bindparam("begun"))).order_by(order.desc())
    newest = newest.limit(bindparam("most"))
    return _Search(
        Statement(found.where(table.c.reference == bindparam("reference")).order_by(at)),
        Statement(newest),
        Statement(newest.where(table.c.org_id == bindparam("org"))),
    )


_SEARCHES = (
    _make_search(Measure.CALLS, calls, calls.c.outcome, calls.c.logged_at, calls.c.entered_at),
    _make_search(Measure.POSTCARDS, postcards, null(), postcards.c.written_at, postcards.c.written_at),
)
_LOCK = Statement(select(people.c.id).where(people.c.id == bindparam("person")).with_for_update(key_share=True))


class OfferedCall(Struct, frozen=True):
    """A call that still counts, as suggestions show it, or a postcard, without an outcome. ``day`` is an ISO date."""

    reference: str
    day: str
    outcome: str | None


async def list_newest_calls(store: Store, reach: Reach, typed: str) -> tuple[OfferedCall, ...]:
    """The newest calls and postcards within ``reach`` that still count and whose reference begins as ``typed``."""
    begun = read_beginning(typed) if typed.strip() else ""
    rows = [] if begun is None else await store.read(lambda tx: _load_newest(tx, reach, begun))
    return tuple(OfferedCall(row.reference, row.day, row.outcome) for row in rows if row.removed_at is None)


def is_reference(typed: str) -> bool:
    """Whether a text is a call's reference, with or without words that tell two calls apart."""
    return bool(_NAMES_CALL.fullmatch(fold(typed)))


def is_beginning(typed: str) -> bool:
    """Whether a text is a call's reference, or can be the beginning of one."""
    return is_reference(typed) or read_beginning(typed) is not None


def tidy_reference(typed: str) -> str:
    """A reference, or its beginning, as receipts write it, without the words that were typed after it."""
    code = normalize_code(typed)[:8]
    return f"{code[:4]}-{code[4:]}" if len(code) > 4 else code


async def lock_call(tx: Tx, reach: Reach, typed: str) -> Row:
    """Lock the person of a call or postcard, so that none of their logs, undos or links is in progress, and load it.

    The row's ``measure`` says which of them it is.
    """
    found = _require_one(await _find_calls(tx, reach, typed), typed)
    while True:
        await tx.one(_LOCK, person=found.person_id)
        again = _require_one(await _find_calls(tx, reach, found.reference, found.id), typed)
        if again.person_id == found.person_id:
            return again
        found = again  # meanwhile a link moved the call to another person


async def _find_calls(tx: Tx, reach: Reach, typed: str, id: str | None = None) -> list[Row]:
    """The calls within ``reach`` that match the reference and every word typed after it, else its beginning.

    ``id`` leaves only that call. Raises UserError for a reference that is only like one of theirs.
    """
    match = _REFERENCE.fullmatch(fold(typed))
    if match:
        digits, more = normalize_code(match[1] + match[2]), frozenset((match[3] or "").split())
        whole = f"{digits[:4]}-{digits[4:]}"
        rows = [row for one in _SEARCHES for row in await tx.all(one.by_reference, reference=whole)]
        if found := [row for row in rows if reach.covers_org(row.org_id) and more <= {row.day, fold(row.slot)}]:
            return [row for row in found if id in (None, row.id)]
    beginning = read_beginning(typed)
    begun = await _load_newest(tx, reach, beginning) if beginning else []
    known = sorted({row.reference for row in begun})
    if len(known) > 1:
        raise UserError("void.several", field="call", word=typed, known=list_choices(known, OFFERED))
    if begun:
        return begun
    newest = await _load_newest(tx, reach, "")
    near = find_near_reference(match[1] + match[2] if match else typed, (row.reference for row in newest))
    if near and len(normalize_code(typed)) >= LEAST and not (match and match[3]):
        raise UserError("void.near", field="call", word=typed, near=near).add_choices([(near, near)])
    return []


async def _load_newest(tx: Tx, reach: Reach, begun: str) -> list[Row]:
    """The newest within a reach, of each org so many calls and postcards, those entered last first."""
    limits, found = {"begun": begun, "most": _SEARCHED}, list[Row]()
    for one in _SEARCHES:
        if reach.role is Role.ADMIN:
            found += await tx.all(one.newest, **limits)
        for org in sorted(reach.orgs) if reach.role is not Role.ADMIN else ():
            found += await tx.all(one.newest_of_org, org=org, **limits)
    return sorted(found, key=lambda row: row.at, reverse=True)


def _require_one(found: list[Row], typed: str) -> Row:
    if not found:
        raise UserError("void.unknown", field="call", word=typed)
    if len(found) > 1:
        example = f"{found[0].reference} {found[0].day} {found[0].slot}"
        raise UserError("void.ambiguous", field="call", calls=_list_calls(found), example=example)
    return found[0]


def _list_calls(rows: Iterable[Row]) -> Blank:
    return list_all(f"{row.day} {row.slot}" for row in rows)
