"""Alerts as their authors typed them: kept until they go out, those too that were refused, and only their author's."""

import json
from dataclasses import asdict, dataclass
from typing import Any, cast

from sqlalchemy import Executable, bindparam, delete, or_, select

from bot.core.alerts.alert_rows import drop_draft
from bot.core.base.clock import DAY, Clock
from bot.core.base.ids import format_reference
from bot.core.base.keys import Keys
from bot.core.base.stored_values import read_each, read_object, read_or
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import alert_drafts

KEPT = 7 * DAY  # microseconds from the last change of a draft until it is deleted
_MOST = 20  # of somebody's own, the newest; the rest is deleted


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into the form ``form``, as they typed it; what was left out is empty."""

    form: str
    words: str
    campaign: str = ""
    when: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """A draft of the caller's own. ``alert`` is the alert that it became, None where it was refused."""

    id: str
    alert: str | None
    typed: Typed
    at: int  # UTC microseconds

    @property
    def reference(self) -> str:
        """What people call it."""
        return format_reference(self.alert or self.id)


def _kept(insert: Any) -> Executable:
    new = insert(alert_drafts)
    changed = {name: new.excluded[name] for name in ("typed", "created_at")}
    return cast(Executable, new.on_conflict_do_update(index_elements=["person_id", "id"], set_=changed))


_D = alert_drafts.c
_KEEP = Statement(_kept)
_ADD = Statement(lambda insert: insert(alert_drafts).on_conflict_do_nothing())
_MINE = _D.person_id == bindparam("person")
_FIND = Statement(
    select(alert_drafts).where(_MINE, or_(_D.id == bindparam("which"), _D.alert_id == bindparam("which")))
)
_ALL = Statement(
    select(alert_drafts).where(_MINE, _D.created_at >= bindparam("since")).order_by(_D.created_at.desc(), _D.id)
)
_DROP = Statement(delete(alert_drafts).where(_MINE, _D.id == bindparam("which")))
_SWEEP = Statement(delete(alert_drafts).where(_D.created_at < bindparam("before")))


class AlertDrafts:
    """Keeps drafts. Somebody else's is one that doesn't exist."""

    def __init__(self, store: Store, keys: Keys, clock: Clock, people: People) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._people = people

    async def keep(self, caller: Caller, draft: str, typed: Typed) -> str:
        """Keep what was refused in place of what the draft said before; return the draft's own id."""

        async def keep(tx: Tx) -> str:
            person = await self._people.take(tx, caller)
            held = await tx.one(_FIND, person=person.id, which=draft)
            own = str(held.id) if held else draft
            await tx.run(_KEEP, **self._row(person.id, own, held.alert_id if held else None, typed))
            await self._tidy(tx, person.id)
            return own

        return await self._store.write(keep)

    async def settle(self, caller: Caller, draft: str, alert: str, typed: Typed) -> None:
        """Keep with an alert what it was made of; what ``draft`` was before makes room for it."""

        async def settle(tx: Tx) -> None:
            person = await self._people.take(tx, caller)
            held = await tx.one(_FIND, person=person.id, which=draft) if draft else None
            if held is not None:
                await tx.run(_DROP, person=person.id, which=held.id)
            if held is not None and held.alert_id:
                await drop_draft(tx, held.alert_id)
            await tx.run(_ADD, **self._row(person.id, alert, alert, typed))
            await self._tidy(tx, person.id)

        await self._store.write(settle)

    async def find(self, caller: Caller, draft: str) -> OwnDraft:
        """Return a draft of the caller's by its own id or its alert's; raises UserError where there is none."""

        async def find(tx: Tx) -> OwnDraft | None:
            person = await self._people.find(tx, caller)
            row = await tx.one(_FIND, person=person.id, which=draft) if person else None
            return read_or(None, lambda: self._read(row)) if row else None

        found = await self._store.read(find)
        if found is None:
            raise UserError("alert.no_draft")
        return found

    async def drop(self, caller: Caller, draft: str) -> None:
        """Delete what is kept of a draft, by its own id or its alert's, where there is any."""

        async def drop(tx: Tx) -> None:
            person = await self._people.find(tx, caller)
            row = await tx.one(_FIND, person=person.id, which=draft) if person else None
            if person and row:
                await tx.run(_DROP, person=person.id, which=row.id)

        await self._store.write(drop)

    async def refused(self, caller: Caller) -> tuple[OwnDraft, ...]:
        """Return the caller's drafts that became no alert, the newest first."""

        async def read(tx: Tx) -> tuple[OwnDraft, ...]:
            person = await self._people.find(tx, caller)
            rows = await tx.all(_ALL, person=person.id, since=self._clock() - KEPT) if person else []
            return tuple(read_each([row for row in rows if row.alert_id is None], self._read))

        return await self._store.read(read)

    def _row(self, person: str, draft: str, alert: str | None, typed: Typed) -> dict[str, Any]:
        content = self._keys.encrypt(json.dumps(asdict(typed)))
        return {"person_id": person, "id": draft, "alert_id": alert, "typed": content, "created_at": self._clock()}

    async def _tidy(self, tx: Tx, person: str) -> None:
        await tx.run(_SWEEP, before=self._clock() - KEPT)
        for row in (await tx.all(_ALL, person=person, since=0))[_MOST:]:
            await tx.run(_DROP, person=person, which=row.id)

    def _read(self, row: Row) -> OwnDraft:
        return OwnDraft(row.id, row.alert_id, read_typed(self._keys, row.typed), row.created_at)


def read_typed(keys: Keys, kept: bytes) -> Typed:
    """Return what a row keeps; raises Unreadable."""
    held = read_object(keys.decrypt(kept), "form", "words")
    return Typed(*(str(held.get(name) or "") for name in ("form", "words", "campaign", "when", "audience")))


async def words_of(tx: Tx, keys: Keys, person_id: str) -> tuple[str, ...]:
    """Return the words of all drafts of a person's, for themselves."""
    rows = await tx.all(_ALL, person=person_id, since=0)
    return tuple(read_each(rows, lambda row: read_typed(keys, row.typed).words))
