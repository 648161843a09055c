"""What people tell of themselves, checked and kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.core.base.clock import Clock
from bot.core.base.typed_names import tidy
from bot.core.coalition.coalition import Coalition
from bot.core.coalition.joining import open_places
from bot.core.coalition.org_directory import Place, the_one, words_for
from bot.core.congress.congress import Congress
from bot.core.congress.places import Question, locate_zip, parse_place, parse_zip, restore_zip
from bot.core.people.people import People, Person, Profile, update_profile
from bot.core.people.public_names import (
    NameStatus,
    check_free,
    check_plain,
    fetch_taken_names,
    find_name_status,
    renew_name,
)
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach
from bot.store.engine import Store, Tx
from bot.text import fold, is_dash

NO_REACH = Reach()
NAME = 40  # characters; a name on a board stands in one line everywhere
EMPTIED = "-"


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody wants update_profile: None leaves a field as it is, a lone dash empties it."""

    chapter: str | None = None
    district: str | None = None
    name: str | None = None
    language: str | None = None
    public_name: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A profile with the word for its chapter, None for none, and whether boards show its public name.

    ``question`` is what must still be asked.
    """

    profile: Profile
    chapter: str | None
    question: Question | None = None
    name: NameStatus = NameStatus.SHOWN


class Profiles:
    """Reads and changes profiles."""

    def __init__(self, store: Store, clock: Clock, people: People, coalition: Coalition, congress: Congress) -> None:
        self._store = store
        self._clock = clock
        self._people = people
        self._coalition = coalition
        self._congress = congress

    async def read(self, caller: Caller) -> Known:
        """Return what is known of the caller; somebody new has an empty profile."""
        return await self._store.read(lambda tx: self._read(tx, caller))

    async def chapters(self, caller: Caller, reach: Reach = NO_REACH) -> tuple[str, ...]:
        """Return the words for the chapters that the caller may join where they are, and for their own."""

        async def read(tx: Tx) -> tuple[str, ...]:
            return tuple((await self._words(tx, caller, await self._people.find(tx, caller), reach)).values())

        return await self._store.read(read)

    async def called(self, caller: Caller, typed: Iterable[str], reach: Reach = NO_REACH) -> frozenset[str]:
        """Return what of several texts names a chapter that the caller may join where they are, or their own."""

        async def read(tx: Tx) -> frozenset[str]:
            seen = await self._open(tx, caller, await self._people.find(tx, caller), reach)
            return frozenset(name for name in typed if any(place.called(name) for place in seen))

        return await self._store.read(read)

    async def tell(self, caller: Caller, told: Told, reach: Reach = NO_REACH) -> Known:
        """Change the caller's profile; raises UserError, and changes nothing, when a part of it can't be.

        A ZIP in the district's place finds the district, or a question; it isn't kept either way.
        """
        checked = Told(
            told.chapter and _unless_emptied(told.chapter, str),
            told.district and _unless_emptied(told.district, _lives),
            told.name and _unless_emptied(told.name, lambda name: tidy(name, "name", 1, NAME)),
            told.language,
            told.public_name and _unless_emptied(told.public_name, lambda name: check_plain(name, NAME)),
        )
        return await self._store.write(lambda tx: self._tell(tx, caller, checked, reach))

    async def _tell(self, tx: Tx, caller: Caller, told: Told, reach: Reach) -> Known:
        person = await self._people.take(tx, caller)
        if person.suspended and told.public_name and told.public_name != EMPTIED:
            raise UserError("suspend.paused_name", field="public_name")
        chapter_id = person.chapter_id
        district = _with_state(await self._district(tx, told.district), person.profile.district)
        if told.public_name and told.public_name not in (EMPTIED, person.profile.public_name):
            seen = await self._open(tx, caller, person, reach)  # of chapters elsewhere not even a refusal may tell
            check_free(told.public_name, await fetch_taken_names(tx, (), (place.name for place in seen)))
        if told.chapter == EMPTIED:
            chapter_id = None
        elif told.chapter:
            seen, own_org = await self._open(tx, caller, person, reach), await self._coalition.space(tx, caller)
            chapter_id = the_one(seen, told.chapter, own_org).id
        profile = update_profile(
            person.profile,
            district=district.saved if isinstance(district, Question) else district,
            name=told.name,
            language=told.language,
            public_name=told.public_name,
        )
        await self._people.save(tx, person, profile, chapter_id)
        if profile.public_name != person.profile.public_name:
            await renew_name(tx, person.id)
        known = await self._read(tx, caller)
        return replace(known, question=district) if isinstance(district, Question) else known

    async def _district(self, tx: Tx, told: str | None) -> str | Question | None:
        if told and (meant := restore_zip(told)):
            return Question((), known=False, meant=meant)
        zip = parse_zip(told) if told else None
        return await locate_zip(tx, self._congress, zip) if zip else told

    async def _read(self, tx: Tx, caller: Caller) -> Known:
        person = await self._people.find(tx, caller)
        if person is None:
            return Known(Profile(), None)
        chapter = await self._coalition.belongs(tx, person.chapter_id, caller)
        word = (await self._words(tx, caller, person, NO_REACH)).get(chapter.id)
        return Known(person.profile, word, name=await find_name_status(tx, person.id, chapter.org_id))

    async def _open(self, tx: Tx, caller: Caller, person: Person | None, reach: Reach) -> tuple[Place, ...]:
        return await open_places(tx, self._coalition, caller, person, reach, self._clock())

    async def _words(self, tx: Tx, caller: Caller, person: Person | None, reach: Reach) -> dict[str, str]:
        """Return the word for each chapter one can join, by id: first those of the space's org, then by name."""
        seen, own_org = await self._open(tx, caller, person, reach), await self._coalition.space(tx, caller)
        order = sorted(seen, key=lambda place: (place.org_id != own_org, fold(place.name), fold(place.org)))
        return words_for(order, own_org)


def _with_state(found: str | Question | None, lives: str | None) -> str | Question | None:
    """Return what was found, with the state to save at once for a question: the senators are certain already.

    Nothing is saved for somebody who ``lives`` in one of the districts asked about, or in that state, already.
    """
    if not isinstance(found, Question) or lives in (*found.districts, found.certain_state):
        return found
    return replace(found, saved=found.certain_state)


def _unless_emptied(value: str, check: Callable[[str], str]) -> str:
    return EMPTIED if is_dash(value) else check(value)


def _lives(written: str) -> str:
    """Return a ZIP, also one that lost its zeros, as it is typed, and a district or state as `place` writes it."""
    return parse_zip(written) or (written if restore_zip(written) else parse_place(written))
