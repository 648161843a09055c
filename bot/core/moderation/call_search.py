"""Finds the call that a coordinator means by the reference on its receipt.

Nothing outside the caller's reach is found, nor offered.
"""

import re
from collections.abc import Iterable

from msgspec import Struct
from sqlalchemy import bindparam, select

from bot.core.base.ids import normalize_code
from bot.core.names.reference_search import LEAST, find_near_reference, read_beginning
from bot.errors import UserError
from bot.phrases import list_choices
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls, people
from bot.text import fold

OFFERED = 5  # references that a sentence names
_SEARCHED = 500  # newest calls that begin as typed, or among which the nearest reference is found

# A reference as people type it, with or without a hyphen, and any words that tell two calls apart.
_REFERENCE = re.compile(r"([0-9a-z]{4})[\s-]*([0-9a-z]{4})(?:\s+(.*))?")

# A day and an office can follow, or other words that can't be a reason.
_NAMES_CALL = re.compile(r"[0-9a-z]{4}[\s-]*[0-9a-z]{4}(?:\s+\d{4}-\d\d-\d\d(?:\s+\S+)?|\s+\S*[-\d]\S*)*")

_CALL = select(
    calls.c.id,
    calls.c.reference,
    calls.c.person_id,
    calls.c.campaign_id,
    calls.c.org_id,
    calls.c.day,
    calls.c.slot,
    calls.c.outcome,
    calls.c.removed_at,
).where(calls.c.person_id.is_not(None))
_FIND_CALLS = Statement(_CALL.where(calls.c.reference == bindparam("reference")).order_by(calls.c.logged_at))
_NEWEST = (
    _CALL.where(calls.c.reference.startswith(bindparam("begun")))
    .order_by(calls.c.entered_at.desc())
    .limit(bindparam("most"))
)
_NEWEST_OF_ALL = Statement(_NEWEST)
_NEWEST_OF_ORG = Statement(_NEWEST.where(calls.c.org_id == bindparam("org")))
_LOCK = Statement(select(people.c.id).where(people.c.id == bindparam("person")).with_for_update(key_share=True))


class OfferedCall(Struct, frozen=True):
    """A call that still counts, as suggestions show it. ``day`` is an ISO date."""

    reference: str
    day: str
    outcome: str


async def list_newest_calls(store: Store, reach: Reach, typed: str) -> tuple[OfferedCall, ...]:
    """The newest calls within ``reach`` that still count and whose reference begins as ``typed``."""
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
    """Lock a call's person, so that none of their logs, undos or links is in progress, and load the call."""
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
        rows = await tx.all(_FIND_CALLS, reference=f"{digits[:4]}-{digits[4:]}")
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
        raise UserError("void.near", field="call", word=typed, near=near)
    return []


async def _load_newest(tx: Tx, reach: Reach, begun: str) -> list[Row]:
    limits = {"begun": begun, "most": _SEARCHED}
    if reach.role is Role.ADMIN:
        return list(await tx.all(_NEWEST_OF_ALL, **limits))
    return [row for org in sorted(reach.orgs) for row in await tx.all(_NEWEST_OF_ORG, org=org, **limits)]


def _require_one(found: list[Row], typed: str) -> Row:
    if not found:
        raise UserError("void.unknown", field="call", word=typed)
    if len(found) > 1:
        example = f"{found[0].reference} {found[0].day} {found[0].slot}"
        raise UserError("void.ambiguous", field="call", calls=_list_calls(found), example=example)
    return found[0]


def _list_calls(rows: Iterable[Row]) -> str:
    return "; ".join(f"{row.day}, {row.slot}" for row in rows)
