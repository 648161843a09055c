"""Reads and changes people's profiles, and checks what they enter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.statuses import NameStatus
from bot.core.coalition.coalition import Coalition
from bot.core.coalition.joining import fetch_open_places
from bot.core.coalition.org_directory import Place, choose_place, find_words, search_places
from bot.core.congress.congress import Congress
from bot.core.congress.places import Question, locate_zip, parse_place, parse_zip, restore_zip
from bot.core.names.typed_names import tidy
from bot.core.people.people import People, Person
from bot.core.people.profiles import Profile, update_profile
from bot.core.public_names.public_names import check_free, check_plain, fetch_taken_names, find_name_status, renew_name
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach
from bot.store.engine import Tx
from bot.text import is_dash, make_sort_key

NO_REACH = Reach()
NAME = 40  # characters, so that a name fits on one line of a board on every platform
CLEAR = "-"


class ProfileChange(Struct, frozen=True):
    """Changes to a profile: None leaves a field alone, a lone dash clears it."""

    chapter: str | None = None
    district: str | None = None
    name: str | None = None
    language: str | None = None
    public_name: str | None = None


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile, the word for its chapter (None without one), and whether boards show its public name.

    ``question`` is a question about the district that is still open. ``was_lost``: what was stored before couldn't be
    read, so only what was entered now is known.
    """

    profile: Profile
    chapter: str | None
    question: Question | None = None
    name: NameStatus = NameStatus.SHOWN
    was_lost: bool = False


class Profiles:
    """Reads and changes profiles."""

    def __init__(self, base: Base, people: People, coalition: Coalition, congress: Congress) -> None:
        self._store, self._clock = base.store, base.clock
        self._people, self._coalition, self._congress = people, coalition, congress

    async def read(self, caller: Caller) -> ProfileView:
        """The caller's profile, empty for a newcomer."""
        return await self._store.read(lambda tx: self._read(tx, caller))

    async def list_chapters(self, caller: Caller, reach: Reach = NO_REACH) -> tuple[str, ...]:
        """Words for the chapters the caller can join where they are, and for their own."""

        async def read(tx: Tx) -> tuple[str, ...]:
            return tuple((await self._find_words(tx, caller, await self._people.find(tx, caller), reach)).values())

        return await self._store.read(read)

    async def match_chapters(
        self, caller: Caller, typed: Iterable[str], parts: bool, reach: Reach = NO_REACH
    ) -> frozenset[str]:
        """The texts that name a chapter the caller can join where they are, or their own; with ``parts``, by a part."""

        async def read(tx: Tx) -> frozenset[str]:
            seen = await self._fetch_open(tx, caller, await self._people.find(tx, caller), reach)
            search = search_places(seen)
            return frozenset(name for name in typed if search.accepts(name, parts))

        return await self._store.read(read)

    async def change(self, caller: Caller, change: ProfileChange, reach: Reach = NO_REACH) -> ProfileView:
        """Change the caller's profile. Raises UserError, and changes nothing, if any part is invalid.

        A ZIP code in ``district`` is resolved to a district or a question, and never stored.
        """
        checked = ProfileChange(
            change.chapter and _check_unless_dash(change.chapter, str),
            change.district and _check_unless_dash(change.district, _check_district),
            change.name and _check_unless_dash(change.name, lambda name: tidy(name, "name", 1, NAME)),
            change.language,
            change.public_name and _check_unless_dash(change.public_name, lambda name: check_plain(name, NAME)),
        )
        return await self._store.write(lambda tx: self._change(tx, caller, checked, reach))

    async def _change(self, tx: Tx, caller: Caller, change: ProfileChange, reach: Reach) -> ProfileView:
        person = await self._people.take(tx, caller)
        if person.suspended and change.public_name and change.public_name not in (CLEAR, person.profile.public_name):
            raise UserError("suspend.paused_name", field="public_name")
        chapter_id = person.chapter_id
        district = _save_state(await self._resolve_district(tx, change.district), person.profile.district)
        if change.public_name and change.public_name not in (CLEAR, person.profile.public_name):
            # Chapters the caller can't see must not cause a refusal, because it would reveal their names.
            seen = await self._fetch_open(tx, caller, person, reach)
            check_free(change.public_name, await fetch_taken_names(tx, (), (place.name for place in seen)))
        if change.chapter == CLEAR:
            chapter_id = None
        elif change.chapter:
            seen, own_org = (
                await self._fetch_open(tx, caller, person, reach),
                await self._coalition.find_space_org(tx, caller),
            )
            chapter_id = choose_place(seen, change.chapter, own_org).id
        profile = update_profile(
            person.profile,
            district=district.saved if isinstance(district, Question) else district,
            name=change.name,
            language=change.language,
            public_name=change.public_name,
        )
        await self._people.save(tx, person, profile, chapter_id)
        if profile.public_name != person.profile.public_name:
            await renew_name(tx, person.id)
        known = replace(await self._read(tx, caller), was_lost=person.profile.is_lost)
        return replace(known, question=district) if isinstance(district, Question) else known

    async def _resolve_district(self, tx: Tx, change: str | None) -> str | Question | None:
        if change and (meant := restore_zip(change)):
            return Question((), known=False, meant=meant)
        zip = parse_zip(change) if change else None
        return await locate_zip(tx, self._congress, zip, self._clock()) if zip else change

    async def _read(self, tx: Tx, caller: Caller) -> ProfileView:
        person = await self._people.find(tx, caller)
        if person is None:
            return ProfileView(Profile(), None)
        chapter = await self._coalition.find_chapter(tx, person.chapter_id, caller)
        word = (await self._find_words(tx, caller, person, NO_REACH)).get(chapter.id)
        return ProfileView(person.profile, word, name=await find_name_status(tx, person.id, chapter.org_id))

    async def _fetch_open(self, tx: Tx, caller: Caller, person: Person | None, reach: Reach) -> tuple[Place, ...]:
        return await fetch_open_places(tx, self._coalition, caller, person, reach, self._clock())

    async def _find_words(self, tx: Tx, caller: Caller, person: Person | None, reach: Reach) -> dict[str, str]:
        """The word for each chapter a person can join, by id: the space's org first, then by name."""
        seen, own_org = (
            await self._fetch_open(tx, caller, person, reach),
            await self._coalition.find_space_org(tx, caller),
        )

        def sort_key(place: Place) -> tuple[object, ...]:
            return place.org_id != own_org, make_sort_key(place.name), make_sort_key(place.org)

        return find_words(sorted(seen, key=sort_key), own_org)


def _save_state(answer: str | Question | None, current: str | None) -> str | Question | None:
    """Let a question about the district save its state at once, because the senators are already certain.

    Save nothing if the ``current`` district is one of those in question or is that state.
    """
    if not isinstance(answer, Question) or current in (*answer.districts, answer.certain_state):
        return answer
    return replace(answer, saved=answer.certain_state)


def _check_unless_dash(value: str, check: Callable[[str], str]) -> str:
    return CLEAR if is_dash(value) else check(value)


def _check_district(written: str) -> str:
    """Leave a ZIP code as typed, even without its leading zeros. Normalize a district or state with `parse_place`."""
    return parse_zip(written) or (written if restore_zip(written) else parse_place(written))
