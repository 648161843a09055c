"""Sends a postcard once to each of a person's targets, and counts it in the same transaction."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, convert
from msgspec.structs import replace

from bot.core.base.build import Base
from bot.core.base.ids import format_reference, make_id
from bot.core.campaigns.campaign_search import Use, find_open
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.coalition import Chapter, Coalition
from bot.core.guidance.target_finder import TargetFinder
from bot.core.guidance.targets import Targets, choose_target, explain_nobody
from bot.core.names.reference_search import read_beginning
from bot.core.people.identified import hold_identified
from bot.core.people.past.past_postcards import share_postcard
from bot.core.people.people import People, Person
from bot.core.postcards.own_postcards import (
    OwnPostcard,
    fetch_own_postcards,
    load_postcard_totals,
    remove_postcard,
)
from bot.core.postcards.postcard_choice import PostcardChoice, choose_postcard
from bot.core.postcards.postcard_rows import (
    ADD,
    ALL_OF_PERSON,
    KEPT_UNDELIVERED,
    LIVE_OF_PERSON,
    REPLACE_SENT_BACK,
    WRITTEN_SINCE,
    PostcardStatus,
    Removed,
    add_to_totals,
)
from bot.core.postcards.used_postcards import UsedPostcards, load_used_postcards
from bot.core.postcards.words import accept_signature, accept_words, make_mark
from bot.core.slots.limits import LOOKS_BACK, LogLimits
from bot.core.times.clock import DAY, day_of, week_of
from bot.core.totals import counters
from bot.core.totals.counting import PostcardKind
from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.store.engine import Tx
from bot.store.statement import Row
from bot.store.tables import postcards as table


class PostcardDraft(Struct, frozen=True):
    """What somebody wants to send at a moment, in UTC microseconds.

    ``targets`` are slots, or words for them; without any, it goes to all of the writer's own that have none yet.
    ``campaign`` is a word for it, None for the foremost. ``language`` is the tag of the words.
    """

    campaign: str | None
    words: str
    signature: str
    targets: Sequence[str]
    at: int
    language: str = "en"


class SentPostcard(Struct, frozen=True):
    """A postcard that was sent, to the target ``slot``."""

    id: str
    reference: str
    slot: str


class PostcardReceipt(Struct, frozen=True):
    """What a request to send did, already committed.

    ``already`` are the slots asked for that had one before. ``left`` are the caller's targets without one. ``own`` and
    ``coalition`` are postcards in the whole campaign, never calls.
    """

    campaign: str
    sent: tuple[SentPostcard, ...]
    already: tuple[str, ...]
    left: tuple[str, ...]
    own: int
    coalition: int


class UndoneReceipt(Struct, frozen=True):
    """A postcard that was taken back; ``already`` if it was before."""

    campaign: str
    slot: str
    already: bool
    own: int
    coalition: int


class Postcards:
    """Sends postcards and takes them back, for the people who write them."""

    def __init__(
        self,
        base: Base,
        people: People,
        coalition: Coalition,
        campaigns: Campaigns,
        finder: TargetFinder,
        limits: LogLimits,
    ) -> None:
        self._store, self._keys, self._clock, self._requests = base.store, base.keys, base.clock, base.requests
        self._people, self._coalition, self._campaigns = people, coalition, campaigns
        self._finder, self._limits = finder, limits

    async def send(self, tx: Tx, caller: Caller, draft: PostcardDraft, request: str) -> PostcardReceipt:
        """Send a postcard to each of the draft's targets, once per ``request``.

        Raises UserError, and saves nothing, if the words may not be sent, the campaign has no postcard here, or a limit
        is reached. The calling code has asked about words that tell somebody's status: see `words.check_words`.
        """
        draft = replace(draft, words=accept_words(draft.words), signature=accept_signature(draft.signature))
        person = await self._people.take(tx, caller)
        if answer := await self._requests.find_answer(tx, request):
            return convert(answer, PostcardReceipt)
        if person.suspended:
            raise UserError("postcard.suspended")
        found = await self._find_campaign(tx, caller, draft.campaign, draft.at)
        own = await self._finder.find(tx, found.file, person.profile, draft.at)
        receipt = await self._send(tx, caller, person, found, own, draft)
        await self._requests.keep_answer(tx, caller, request, receipt, draft.at)
        return receipt

    async def choose(self, caller: Caller, word: str | None, at: int) -> PostcardChoice:
        """The campaign to write for, as in `choose_postcard`, in a transaction of its own."""
        return await self._store.read(
            lambda tx: choose_postcard(tx, self._people, self._campaigns, self._finder, caller, word, at)
        )

    async def undo(self, caller: Caller, postcard_id: str, request: str, at: int) -> UndoneReceipt:
        """Take back the caller's postcard before it is reviewed, once per ``request``. Its words are deleted.

        Raises UserError if it isn't theirs, or too late.
        """

        async def undo(tx: Tx) -> UndoneReceipt:
            person = await self._people.hold(tx, caller)
            rows = await tx.all(ALL_OF_PERSON, person=person.id) if person else ()
            row = next((row for row in rows if row.id == postcard_id), None)
            if row is None:
                raise UserError("postcard.unknown")
            return await self._undo(tx, caller, row, request, at)

        return await self._store.write(undo)

    async def undo_by_reference(
        self, caller: Caller, manages: bool | None, reference: str, request: str, at: int
    ) -> tuple[UndoneReceipt | None, Identity]:
        """Do the same with a whole reference; None if none of the caller's postcards has it.

        Identifies the caller as in `hold_identified`.
        """

        async def undo(tx: Tx) -> UndoneReceipt | None:
            person, whole = await self._people.hold(tx, caller), read_beginning(reference)
            rows = await tx.all(ALL_OF_PERSON, person=person.id) if person else ()
            row = next((row for row in rows if row.reference == whole), None)
            return await self._undo(tx, caller, row, request, at) if row else None

        return await hold_identified(self._store, self._people, caller, manages, undo)

    async def list_own(self, caller: Caller) -> tuple[OwnPostcard, ...]:
        """The caller's own postcards, the newest first, also those that were sent back."""

        async def read(tx: Tx) -> tuple[OwnPostcard, ...]:
            person = await self._people.find(tx, caller)
            return await fetch_own_postcards(tx, self._keys, person.id) if person else ()

        return await self._store.read(read)

    async def count(self, campaign: str, by: PostcardKind = PostcardKind.TOTAL, scope: str = "", key: str = "") -> int:
        """The postcards in one total of a campaign."""
        return await self._store.read(lambda tx: counters.load_total(tx, campaign, by, scope, key))

    async def _undo(self, tx: Tx, caller: Caller, row: Row, request: str, at: int) -> UndoneReceipt:
        if answer := await self._requests.find_answer(tx, request):
            return convert(answer, UndoneReceipt)
        if row.removed_at is None:
            if row.status != PostcardStatus.WAITING.value:
                raise UserError("postcard.too_late")
            await remove_postcard(tx, self._people, row, Removed.UNDO.value, at)
        own, everybody = await load_postcard_totals(tx, row.campaign_id, row.person_id)
        receipt = UndoneReceipt(row.campaign_id, row.slot, row.removed_at is not None, own, everybody)
        await self._requests.keep_answer(tx, caller, request, receipt, at)
        return receipt

    async def _find_campaign(self, tx: Tx, caller: Caller, word: str | None, at: int) -> Campaign:
        visible = await self._campaigns.load_visible(tx, caller)
        offering = tuple(one for one in visible if one.file.takes_postcards)
        if not offering:
            raise UserError("postcard.none", field="campaign")
        found = await find_open(tx, visible if word else offering, word, at, Use.POSTCARD)
        if not found.file.takes_postcards:
            raise UserError("postcard.none", field="campaign")
        return found

    async def _send(
        self,
        tx: Tx,
        caller: Caller,
        person: Person,
        campaign: Campaign,
        own: Targets,
        draft: PostcardDraft,
    ) -> PostcardReceipt:
        if not own.all:
            raise explain_nobody(own, campaign.file)
        used = await load_used_postcards(tx, self._people, caller, person, campaign.id, own)
        wanted = [choose_target(word, own, campaign.file, tapped=True).slot for word in draft.targets]
        slots = wanted or used.list_left()
        fresh = tuple(slot for slot in dict.fromkeys(slots) if used.is_open(slot))
        fresh = fresh[: used.room]
        if fresh:
            await self._check_pace(tx, person, len(fresh), draft.at)
        chapter = await self._coalition.place(tx, person, caller)
        sent = [await self._add(tx, caller, person, campaign, chapter, slot, draft, used, own) for slot in fresh]
        already = tuple(slot for slot in dict.fromkeys(slots) if slot not in fresh)
        left = tuple(slot for slot in used.list_left() if slot not in fresh)
        totals = await load_postcard_totals(tx, campaign.id, person.id)
        return PostcardReceipt(campaign.id, tuple(sent), already, left, *totals)

    async def _check_pace(self, tx: Tx, person: Person, more: int, at: int) -> None:
        """Raise UserError if a person wrote too many lately, undone ones included."""
        rows = await tx.all(WRITTEN_SINCE, person=person.id, since=at - LOOKS_BACK)
        lately = sum(row.written_at > at - DAY for row in rows)
        if lately + more > self._limits.logs_per_day:
            raise UserError("postcard.enough", count=self._limits.logs_per_day)
        if any(abs(row.written_at - at) < self._limits.gap for row in rows):
            raise UserError("postcard.too_soon")

    async def _add(
        self,
        tx: Tx,
        caller: Caller,
        person: Person,
        campaign: Campaign,
        chapter: Chapter,
        slot: str,
        draft: PostcardDraft,
        used: UsedPostcards,
        own: Targets,
    ) -> SentPostcard:
        id, day = make_id(self._clock()), day_of(draft.at, campaign.zone)
        row: dict[str, Any] = dict.fromkeys(column.name for column in table.columns)
        row |= {"id": id, "reference": format_reference(id), "campaign_id": campaign.id, "person_id": person.id}
        row |= {"slot": slot, "day": day.isoformat(), "week": week_of(day), "counted": 1}
        row |= {
            "org_id": chapter.org_id,
            "chapter_id": chapter.id,
            "state": own.state,
            "district": own.district,
        }
        row |= {"language": draft.language, "platform": caller.platform, "status": PostcardStatus.WAITING.value}
        row |= {"words": self._keys.encrypt(draft.words), "signature": self._keys.encrypt(draft.signature)}
        row |= {"mark": make_mark(self._keys, draft.words), "written_at": draft.at, "counted_at": draft.at}
        row |= {"adds_person": int(not used.has_past), "delete_at": draft.at + KEPT_UNDELIVERED}
        await tx.run(REPLACE_SENT_BACK, person=person.id, campaign=campaign.id, target=slot)
        await tx.run(ADD, **row)
        others = [one for one in await tx.all(LIVE_OF_PERSON, person=person.id) if one.campaign_id == campaign.id]
        await add_to_totals(tx, row, [one for one in others if one.id != id])
        if person.has_past:
            await share_postcard(tx, self._keys, (caller.platform, caller.account), row, self._clock())
        return SentPostcard(id, row["reference"], slot)
