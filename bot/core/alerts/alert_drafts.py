"""What authors typed into the alert form, saved until the alert goes out, so that a refused one isn't lost.

Each draft belongs to its author. Start with `AlertDrafts`.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, cast

from msgspec import Struct

from bot.core.alerts.alert_rows import drop_draft, find_alert
from bot.core.alerts.alert_translations import carry_translations
from bot.core.base.build import Base
from bot.core.base.ids import format_reference
from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_each, read_object, read_or, read_zone
from bot.core.coalition.audience import Audience, read_audience, write_audience
from bot.core.names.reference_search import find_references
from bot.core.people.people import People
from bot.core.times.clock import DAY
from bot.errors import UserError
from bot.identity import Caller
from bot.moments import Moment
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import Executable, bindparam, delete, or_, select
from bot.store.statement import Row, Statement
from bot.store.tables import alert_drafts

ALERT, COVERAGE = "alert", "coverage"  # the forms in which alerts are written
DRAFT_LIFETIME = 7 * DAY  # microseconds after a draft's last change
_MAX_DRAFTS = 20  # drafts per person; older ones are deleted


@dataclass(frozen=True, slots=True)
class FormEntry:
    """The fields that somebody typed into the form ``form``, unchanged. Omitted ones are empty."""

    form: str
    words: str
    campaign: str = ""
    when: str = ""
    audience: str = ""


class SavedDraft(Struct, frozen=True):
    """One of the caller's drafts. ``alert`` is the id of the alert made from it, None if it was refused.

    ``at`` is when it last changed, in UTC microseconds.
    """

    id: str
    alert: str | None
    entry: FormEntry
    at: int

    @property
    def reference(self) -> str:
        """The short reference that people see."""
        return format_reference(self.alert or self.id)


class Written(Struct, frozen=True):
    """An alert as its form has it, to be written again. ``at`` is its time, None for at once; the entry has none."""

    entry: FormEntry
    at: Moment | None


def _upsert(insert: Any) -> Executable:
    new = insert(alert_drafts)
    changed = {name: new.excluded[name] for name in ("typed", "created_at")}
    return cast(Executable, new.on_conflict_do_update(index_elements=["person_id", "id"], set_=changed))


_D = alert_drafts.c
_UPSERT = Statement(_upsert)
_ADD = Statement(lambda insert: insert(alert_drafts).on_conflict_do_nothing())
_OWNED = _D.person_id == bindparam("person")
_FIND = Statement(
    select(alert_drafts).where(_OWNED, or_(_D.id == bindparam("which"), _D.alert_id == bindparam("which")))
)
_ALL = Statement(
    select(alert_drafts).where(_OWNED, _D.created_at >= bindparam("since")).order_by(_D.created_at.desc(), _D.id)
)
_DROP = Statement(delete(alert_drafts).where(_OWNED, _D.id == bindparam("which")))
_SWEEP = Statement(delete(alert_drafts).where(_D.created_at < bindparam("before")))


class AlertDrafts:
    """Saves drafts. Another person's draft is reported as not found."""

    def __init__(self, base: Base, people: People) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._people = people

    async def keep(self, caller: Caller, draft: str, entry: FormEntry) -> str:
        """Save a refused form over the draft's earlier fields. Returns the draft's own id.

        That is an earlier refused draft's with the same words, if there is one.
        """

        async def keep(tx: Tx) -> str:
            person = await self._people.take(tx, caller)
            row = await tx.one(_FIND, person=person.id, which=draft)
            own = str(row.id) if row else await self._find_refused(tx, person.id, entry) or draft
            await tx.run(_UPSERT, **self._make_row(person.id, own, row.alert_id if row else None, entry))
            await self._tidy(tx, person.id)
            return own

        return await self._store.write(keep)

    async def settle(self, caller: Caller, reach: Reach, draft: str, alert: str, entry: FormEntry) -> None:
        """Save the fields an alert was made from. They replace the earlier ``draft`` and the alert made from that.

        They replace a refused draft with the same words, too. ``draft`` may also be an alert within ``reach`` that is
        written again: it stays as it is. The new one gets the translations of the old.
        """

        async def settle(tx: Tx) -> None:
            person = await self._people.take(tx, caller)
            row = await tx.one(_FIND, person=person.id, which=draft) if draft else None
            if row is not None:
                await tx.run(_DROP, person=person.id, which=row.id)
            if draft:
                await _carry_translations(tx, reach, (row and row.alert_id) or draft, alert)
            if row is not None and row.alert_id:
                await drop_draft(tx, row.alert_id)
            if same := await self._find_refused(tx, person.id, entry):
                await tx.run(_DROP, person=person.id, which=same)
            await tx.run(_ADD, **self._make_row(person.id, alert, alert, entry))
            await self._tidy(tx, person.id)

        await self._store.write(settle)

    async def find(self, caller: Caller, draft: str) -> SavedDraft:
        """Find one of the caller's drafts by its own id or its alert's. Raises UserError if there is none."""

        async def find(tx: Tx) -> SavedDraft | None:
            person = await self._people.find(tx, caller)
            row = await tx.one(_FIND, person=person.id, which=draft) if person else None
            return read_or(None, lambda: _read(self._keys, row)) if row else None

        found = await self._store.read(find)
        if found is None:
            raise UserError("alert.no_draft")
        return found

    async def read_written(self, reach: Reach, alert: str) -> Written:
        """An alert within ``reach`` as its form would have it. Raises UserError."""

        async def read(tx: Tx) -> Written:
            row = await find_alert(tx, reach, alert)
            words = read_or("", lambda: self._keys.decrypt(row.words) if row.words else "")
            whom = read_or(Audience(), lambda: read_audience(row.audience))
            zone = read_or(None, lambda: read_zone(row.zone).key)
            form, named = (COVERAGE, "") if whom.chapters else (ALERT, await write_audience(tx, reach, whom))
            at = Moment(row.at, zone) if row.at and zone else None
            return Written(FormEntry(form, words, row.campaign_id, audience=named), at)

        return await self._store.read(read)

    async def find_reference(self, caller: Caller, word: str) -> str | None:
        """The short reference of the caller's draft, alert or not, that ``word`` begins. None unless it is one."""

        async def read(tx: Tx) -> list[str]:
            person = await self._people.find(tx, caller)
            rows = await tx.all(_ALL, person=person.id, since=self._clock() - DRAFT_LIFETIME) if person else []
            return [format_reference(row.alert_id or row.id) for row in rows]

        found = find_references(word, await self._store.read(read))
        return found[0] if len(found) == 1 else None

    async def drop(self, caller: Caller, draft: str) -> None:
        """Delete a draft by its own id or its alert's, if there is one."""

        async def drop(tx: Tx) -> None:
            person = await self._people.find(tx, caller)
            row = await tx.one(_FIND, person=person.id, which=draft) if person else None
            if person and row:
                await tx.run(_DROP, person=person.id, which=row.id)

        await self._store.write(drop)

    async def list_refused(self, caller: Caller) -> tuple[SavedDraft, ...]:
        """The caller's drafts that didn't become an alert, newest first."""

        async def read(tx: Tx) -> tuple[SavedDraft, ...]:
            person = await self._people.find(tx, caller)
            since = self._clock() - DRAFT_LIFETIME
            return await find_refused(tx, self._keys, person.id, since) if person else ()

        return await self._store.read(read)

    def _make_row(self, person: str, draft: str, alert: str | None, entry: FormEntry) -> dict[str, Any]:
        content = self._keys.encrypt(json.dumps(asdict(entry)))
        return {"person_id": person, "id": draft, "alert_id": alert, "typed": content, "created_at": self._clock()}

    async def _find_refused(self, tx: Tx, person: str, entry: FormEntry) -> str | None:
        """The id of a refused draft with the same words, which were typed again."""
        typed = (entry.form, entry.words.strip())
        refused = await find_refused(tx, self._keys, person, 0)
        return next((one.id for one in refused if (one.entry.form, one.entry.words.strip()) == typed), None)

    async def _tidy(self, tx: Tx, person: str) -> None:
        await tx.run(_SWEEP, before=self._clock() - DRAFT_LIFETIME)
        for row in (await tx.all(_ALL, person=person, since=0))[_MAX_DRAFTS:]:
            await tx.run(_DROP, person=person, which=row.id)


async def find_refused(tx: Tx, keys: Keys, person_id: str, since: int) -> tuple[SavedDraft, ...]:
    """A person's drafts, changed since ``since``, that didn't become an alert, newest first."""
    rows = [row for row in await tx.all(_ALL, person=person_id, since=since) if row.alert_id is None]
    return tuple(read_each(rows, lambda row: _read(keys, row)))


async def _carry_translations(tx: Tx, reach: Reach, old: str, new: str) -> None:
    """Give an alert the translations of an older one, if that is an alert within ``reach``."""
    with suppress(UserError):
        await carry_translations(tx, (await find_alert(tx, reach, old)).id, new)


def _read(keys: Keys, row: Row) -> SavedDraft:
    return SavedDraft(row.id, row.alert_id, read_entry(keys, row.typed), row.created_at)


def read_entry(keys: Keys, encrypted: bytes) -> FormEntry:
    """Decrypt the fields of a stored draft. Raises Unreadable."""
    fields = read_object(keys.decrypt(encrypted), "form", "words")
    return FormEntry(*(str(fields.get(name) or "") for name in ("form", "words", "campaign", "when", "audience")))


async def read_draft_words(tx: Tx, keys: Keys, person_id: str) -> tuple[str, ...]:
    """The words of all of a person's drafts, for their data export."""
    rows = await tx.all(_ALL, person=person_id, since=0)
    return tuple(read_each(rows, lambda row: read_entry(keys, row.typed).words))
