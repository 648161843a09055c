"""Reads and changes people's profiles, and checks what they enter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from msgspec import Struct, structs

from bot.core.base.build import Base
from bot.core.base.statuses import NameStatus
from bot.core.coalition.coalition import Coalition
from bot.core.coalition.joining import fetch_open_places
from bot.core.coalition.org_directory import Place, choose_place, find_words, search_places
from bot.core.congress.congress import Congress
from bot.core.congress.places import (
    Question,
    explain_without_maps,
    find_coming_district,
    locate_zip,
    parse_place,
    parse_zip,
    restore_zip,
)
from bot.core.directory.congresses import find_congress
from bot.core.names.typed_names import tidy
from bot.core.people.people import People, Person
from bot.core.people.profiles.homes import Redrawn, find_coming_lines, find_trusted_place
from bot.core.people.profiles.profiles import Profile, list_replaced_places, live_in, update_profile
from bot.core.public_names.public_names import check_free, check_plain, fetch_taken_names, find_name_status, renew_name
from bot.core.statehouse.chambers import Chamber
from bot.core.statehouse.state_directory import StateDirectory
from bot.core.statehouse.statehouses import Statehouses
from bot.core.statehouse.typed_districts import explain_unknown, read_state_district
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach
from bot.store.engine import Tx
from bot.text import fold, is_dash, make_sort_key

NO_REACH = Reach()
NAME = 40  # characters, so that a name fits on one line of a board on every platform
CLEAR = "-"


class ProfileChange(Struct, frozen=True):
    """Changes to a profile: None leaves a field alone, a lone dash clears it.

    ``district`` may be one of Congress or of a state legislature, and a dash there clears both. ``asked`` is the
    chamber that a form asked for, like ``CA-L``.
    """

    chapter: str | None = None
    district: str | None = None
    name: str | None = None
    language: str | None = None
    public_name: str | None = None
    asked: str | None = None


class StateQuestion(Struct, frozen=True):
    """A question for the caller: which of ``places`` is theirs? They are keys, and districts of Congress."""

    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile, the word for its chapter (None without one), and whether boards show its public name.

    ``question`` is a question about the district that is still open. ``was_lost``: what was stored before couldn't be
    read, so only what was entered now is known. ``place`` is the district or state as far as it still holds, and
    ``coming`` the new lines that it has soon. ``has_maps``: ZIP codes can be looked up. ``replaced`` are the places
    that a change took away.
    """

    profile: Profile
    chapter: str | None
    question: Question | StateQuestion | None = None
    name: NameStatus = NameStatus.SHOWN
    was_lost: bool = False
    place: str | None = None
    coming: Redrawn | None = None
    has_maps: bool = True
    replaced: tuple[str, ...] = ()


class Profiles:
    """Reads and changes profiles."""

    def __init__(
        self, base: Base, people: People, coalition: Coalition, congress: Congress, statehouses: Statehouses
    ) -> None:
        self._store, self._clock = base.store, base.clock
        self._people, self._coalition = people, coalition
        self._congress, self._statehouses = congress, statehouses

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
        try:
            checked = _check_change(change)
        except UserError as error:
            raise await self._explain(error) from None
        return await self._store.write(lambda tx: self._change(tx, caller, checked, reach))

    async def _explain(self, error: UserError) -> UserError:
        """The error, which asks for a ZIP code only where one can be looked up."""
        directory = await self._store.read(self._congress.load_directory)
        return error if directory.maps.loaded else explain_without_maps(error)

    async def _change(self, tx: Tx, caller: Caller, change: ProfileChange, reach: Reach) -> ProfileView:
        person = await self._people.take(tx, caller)
        if person.suspended and change.public_name and change.public_name not in (CLEAR, person.profile.public_name):
            raise UserError("suspend.paused_name", field="public_name")
        chapter_id = person.chapter_id
        home = await self._resolve_home(tx, change, person.profile)
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
            home if isinstance(home, Profile) else live_in(person.profile, _get_saved(home)),
            name=change.name,
            language=change.language,
            public_name=change.public_name,
        )
        await self._people.save(tx, person, profile, chapter_id)
        await self._coalition.place(tx, structs.replace(person, chapter_id=chapter_id), caller)
        if profile.public_name != person.profile.public_name:
            await renew_name(tx, person.id)
        replaced = list_replaced_places(person.profile, profile)
        known = replace(await self._read(tx, caller), was_lost=person.profile.is_lost, replaced=replaced)
        return known if isinstance(home, Profile) else replace(known, question=home)

    async def _resolve_home(
        self, tx: Tx, change: ProfileChange, profile: Profile
    ) -> Profile | Question | StateQuestion:
        """The profile with the district that was typed, or the question to ask. Raises UserError."""
        typed = change.district
        if not typed:
            return profile
        if typed == CLEAR:
            return replace(profile, district=None, congress=None, coming=None, upper=None, lower=None)
        if found := await self._find_state_district(tx, typed, change.asked, profile):
            return found
        directory = await self._congress.load_directory(tx)
        if (meant := restore_zip(typed)) and directory.maps.loaded:
            return Question((), known=False, meant=meant)
        zip, at = parse_zip(typed) or meant, self._clock()
        place = await locate_zip(tx, self._congress, zip, at) if zip else parse_place(typed)
        home = find_trusted_place(profile, directory.maps, at)
        return await self._move(tx, profile, home, place, zip) if isinstance(place, str) else _save_state(place, home)

    async def _move(self, tx: Tx, profile: Profile, home: str | None, place: str, zip: str | None) -> Profile:
        """The profile with another district, and with the Congress whose map has it. ``home`` is where they lived."""
        at, numbered = self._clock(), "-" in place
        coming = await find_coming_district(tx, self._congress, zip, place, at) if zip and numbered else None
        if place == home == profile.district:
            return replace(profile, coming=coming or profile.coming)
        return replace(live_in(profile, place), congress=find_congress(at) if numbered else None, coming=coming)

    async def _find_state_district(
        self, tx: Tx, typed: str, asked: str | None, profile: Profile
    ) -> Profile | StateQuestion | None:
        """The profile with the typed district of a state legislature, or the question which one it is."""
        home, _, letter = (asked or "").partition("-")
        chamber = next((one for one in Chamber if one.letter == letter), None)
        directory = await self._statehouses.load_directory(tx)
        meant = read_state_district(typed, directory, home or profile.state, chamber)
        if meant is None:
            return None
        if not meant.meanings:
            raise explain_unknown(typed, meant)
        if meant.certain:
            return live_in(profile, keys=meant.certain)
        return StateQuestion(tuple(one[0] for one in meant.meanings))

    async def _read(self, tx: Tx, caller: Caller) -> ProfileView:
        person = await self._people.find(tx, caller)
        if person is None:
            return ProfileView(Profile(), None)
        chapter = await self._coalition.find_chapter(tx, person.chapter_id, caller)
        word = (await self._find_words(tx, caller, person, NO_REACH)).get(chapter.id)
        maps, at = (await self._congress.load_directory(tx)).maps, self._clock()
        place, coming = find_trusted_place(person.profile, maps, at), find_coming_lines(person.profile, maps, at)
        name = await find_name_status(tx, person.id, chapter.org_id)
        has_maps = bool(maps.loaded)
        return ProfileView(person.profile, word, name=name, place=place, coming=coming, has_maps=has_maps)

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


def _save_state(answer: Question, current: str | None) -> Question:
    """Let a question about the district save its state at once, because the senators are already certain.

    Save nothing if the ``current`` district is one of those in question or is that state.
    """
    if current in (*answer.districts, answer.certain_state):
        return answer
    return replace(answer, saved=answer.certain_state)


def _check_change(change: ProfileChange) -> ProfileChange:
    return ProfileChange(
        change.chapter and _check_unless_dash(change.chapter, str),
        change.district and _check_unless_dash(change.district, str if change.asked else _check_district),
        change.name and _check_unless_dash(change.name, lambda name: tidy(name, "name", 1, NAME)),
        change.language,
        change.public_name and _check_unless_dash(change.public_name, _check_public_name),
        change.asked,
    )


def _check_unless_dash(value: str, check: Callable[[str], str]) -> str:
    return CLEAR if is_dash(value) else check(value)


def _check_public_name(typed: str) -> str:
    """Take "none" for no name. Its words in other languages may be names, such as Nada."""
    return CLEAR if fold(typed) == "none" else check_plain(typed, NAME)


def _check_district(written: str) -> str:
    """Leave a ZIP code or a state district as typed. Normalize a district or state with `parse_place`."""
    is_left = restore_zip(written) or read_state_district(written, StateDirectory())
    return parse_zip(written) or (written if is_left else parse_place(written))


def _get_saved(question: Question | StateQuestion) -> str | None:
    return question.saved if isinstance(question, Question) else None
