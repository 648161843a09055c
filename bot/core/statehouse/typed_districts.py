"""State districts as people type them: ``CA Assembly 12``, ``TX Senate 14``, ``Vermont House Addison-3``.

What may as well be a district of Congress, or of either chamber, has several meanings, and the caller is asked which.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from msgspec import Struct

from bot.core.directory.states import find_district, find_state
from bot.core.statehouse.chambers import Chamber, Statehouse
from bot.core.statehouse.districts import make_key, parse_key
from bot.core.statehouse.facts import STATEHOUSES, find_chamber_facts
from bot.core.statehouse.state_directory import StateDirectory
from bot.errors import UserError
from bot.patterns import compile_later
from bot.phrases import State
from bot.text import fold

MOST = 20  # meanings to choose from; a card has 25 buttons
_LONGEST_CODE, _DIGITS = 22, 6  # of a button's 100 characters
_CODE = compile_later(rf"(?P<state>[A-Z]{{2}})-(?P<letter>[UL])~[0-9a-f]{{{_DIGITS}}}")
_LONGEST_STATE = 5  # words, as in "the u.s. virgin islands"

# What people call a chamber, in the languages of the catalogs. "State senate" is any state's, "senate" alone
# may be the one in Washington.
_LOWER = (
    "house of delegates", "house of representatives", "house of reps", "assembly", "assemblymember", "assembly member",
    "assemblyman", "assemblywoman", "assemblyperson", "house", "ad", "hd", "hod", "representative", "rep", "delegate",
    "lower house", "lower chamber", "lower", "asamblea", "camara de representantes", "camara", "州众议院", "州眾議院",
    "众议院", "眾議院", "주하원", "하원", "ha vien", "kapulungan",
)  # fmt: skip
_UPPER = (
    "senate", "senator", "sen", "sd", "upper house", "upper chamber", "upper", "senado", "senador", "senadora",
    "州参议院", "州參議院", "参议院", "參議院", "주상원", "상원", "thuong vien",
)  # fmt: skip
_EITHER = (
    "legislature", "legislative", "legislator", "ld", "unicameral", "general court", "general assembly", "council",
    "ward", "legislatura", "州议会", "州議會", "주의회",
)  # fmt: skip
# Congress has such a chamber too: without "state", the district may be one of Congress.
_OF_CONGRESS_TOO = frozenset((
    "house", "house of representatives", "house of reps", "representative", "rep", "camara", "camara de representantes",
    "众议院", "眾議院", "하원", "ha vien", "kapulungan",
))  # fmt: skip
_OF_STATES_ALONE = frozenset(("ad", "hd", "sd", "ld"))
# Where a state's chamber has another of these names, it isn't meant by words that name no state.
_NAMES = {name: name for name in ("house", "assembly", "legislature", "council", "house of delegates")}
_NAMES |= {"ward": "council", "unicameral": "legislature"}
_CHAMBERS = {
    **dict.fromkeys(_LOWER, (Chamber.LOWER,)),
    **dict.fromkeys(_UPPER, (Chamber.UPPER,)),
    **dict.fromkeys(_EITHER, (Chamber.UPPER, Chamber.LOWER)),
}
_ASKED = {Chamber.LOWER: "lower", Chamber.UPPER: "upper"}
_WORDS = "|".join(sorted(map(re.escape, _CHAMBERS), key=len, reverse=True))
_CHAMBER = compile_later(rf"(?<!\w)(?P<state>state(?:'s)? |estatal )?(?P<word>{_WORDS})(?:'s|s)?(?: estatal)?(?!\w)")
_SPACED = compile_later(r"(?<=\b[ahsl]d)(?=\d)|(?<=\d)(?=[ahsl]d\b)")  # "ad12"
_AROUND = compile_later(r"^(?:(?:i|we) live in |i'm in |my (?:state )?district is |(?:my|our|the|in|it's|its) )+")
_AFTER = compile_later(r"(?:[\s,]+(?:please|thanks|thank you))+$")
_EDGES = " .,!?:;/'-"
_JOINTS = compile_later(r"^(?:(?:of|in|for|the|de|del|la|el)\b\s*)+|(?:\s*\b(?:of|in|for|the|de|del|la|el))+$")
_PLAIN = compile_later(r"(?:district |distrito |no\.? ?|number |#)?0*(\d+)(?:st|nd|rd|th)?(?: district)?")
_PREFIX = compile_later(r"(?P<state>[a-z]{2})[ -]+(?P<rest>.+)")


class Meant(Struct, frozen=True):
    """What typed words may mean: districts' keys, and districts of Congress. One meaning may be of both chambers.

    ``state`` is the state that was named, None without one; ``lacks_state`` means that it could be any state's.
    ``chamber`` is what was named without a district.
    """

    meanings: tuple[tuple[str, ...], ...]
    state: str | None = None
    lacks_state: bool = False
    chamber: Chamber | None = None

    @property
    def certain(self) -> tuple[str, ...]:
        """The keys that are certainly meant, empty if the caller has to be asked."""
        keys = self.meanings[0] if len(self.meanings) == 1 and not self.lacks_state else ()
        return keys if all(map(parse_key, keys)) else ()


class _Parts(NamedTuple):
    """Typed words taken apart: ``district`` is folded, ``word`` is the chamber's as typed, "" without one."""

    state: str | None
    word: str
    district: str
    names_state: bool  # "state senate"

    @property
    def chambers(self) -> tuple[Chamber, ...]:
        return _CHAMBERS.get(self.word, ())


def read_state_district(
    written: str, directory: StateDirectory, home: str | None = None, asked: Chamber | None = None
) -> Meant | None:
    """What ``written`` may mean, None for words that name no district of a state legislature.

    ``home`` is the caller's state, for words that name none. ``asked`` is the chamber whose district a form asked for.
    """
    if key := find_by_code(written.strip(), directory):
        return Meant(((key,),), key[:2])
    parts = _take_apart(_strip(fold(written)))
    number = _PLAIN.fullmatch(parts.district)
    if asked and not parts.chambers and parts.state in (None, home):
        parts = parts._replace(word=_ASKED[asked], names_state=True)
    if not parts.chambers and (parts.state is None or not parts.district or number):
        return None  # a number alone is a district of Congress
    state = parts.state or _find_home_state(home, parts, asked)
    if state is None:
        return _read_without_state(parts, directory)
    found = _find_meanings(state, parts, directory)
    if asked and len(found) == 1 and (both := find_both(STATEHOUSES[state], found[0][0][5:])):
        found = (both,)
    if not found and not parts.chambers:
        return None
    named = parts.chambers[0] if len(parts.chambers) == 1 else None
    return Meant(found[:MOST], state, chamber=None if parts.district else named)


def _find_home_state(home: str | None, parts: _Parts, asked: Chamber | None) -> str | None:
    """The caller's state for words that name none, None if they can't be of that state."""
    house = STATEHOUSES.get(home or "")
    return house.state if house and (asked or _calls_it(house, parts)) else None


def is_state_district(written: str) -> bool:
    """Whether the text names a district of a state legislature, of any state. The number may be wrong.

    Every run of typed words is tried, so the districts of all fifty states aren't looked through.
    """
    parts = _take_apart(_strip(fold(written)))
    if parts.chambers:
        return parts.state is not None or re.search(r"\d", parts.district) is not None
    return read_state_district(written, StateDirectory()) is not None


def explain_unknown(written: str, meant: Meant) -> UserError:
    """The error for words that name a chamber, and no district that there is."""
    if meant.state is None:
        return UserError("state_district.which_state", field="district", word=written)
    chamber = meant.chamber or Chamber.UPPER
    facts = find_chamber_facts(meant.state, chamber) or find_chamber_facts(meant.state, Chamber.UPPER)
    if facts is None:
        return UserError("state_district.no_legislature", field="district", state=State(meant.state))
    key = "state_district.unnamed" if meant.chamber else "state_district.unknown"
    return UserError(key, field="district", word=written, state=State(meant.state), address=facts.finder)


def find_both(house: Statehouse, district: str) -> tuple[str, ...]:
    """The keys of both chambers where they share their districts, as in Arizona and New Jersey; else none."""
    if house.lower is None or house.upper.seats.keys() != house.lower.seats.keys() or district not in house.upper.seats:
        return ()
    return tuple(make_key(house.state, one.chamber, district) for one in house.chambers)


def is_at_large(key: str) -> bool:
    """Whether everybody in the state elects the members for a district, so that it is nobody's own."""
    parts = parse_key(key)
    facts = find_chamber_facts(parts.state, parts.chamber) if parts else None
    return bool(parts and facts and parts.district in facts.at_large)


def write_code(key: str) -> str:
    """A district's key as it travels in buttons' ids: whole, or with a hash in place of a long name."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:_DIGITS]
    return key if len(quote(key)) <= _LONGEST_CODE else f"{key[:4]}~{digest}"


def find_by_code(written: str, directory: StateDirectory) -> str | None:
    """The key that `write_code` wrote, None for any other text."""
    if directory.has_district(written):
        return written
    match = _CODE.fullmatch(written)
    chamber = next((one for one in Chamber if match and one.letter == match["letter"]), None)
    if match is None or chamber is None:
        return None
    keys = (make_key(match["state"], chamber, name) for name in directory.list_districts(match["state"], chamber))
    return next((key for key in keys if write_code(key) == written), None)


def _read_without_state(parts: _Parts, directory: StateDirectory) -> Meant | None:
    """Words such as ``assembly district 12``, which may be of any state with such a chamber."""
    named = [house.state for house in STATEHOUSES.values() if _calls_it(house, parts)]
    sought = named if parts.district else ()
    found = [one for state in sought for one in _find_meanings(state, parts, directory) if parse_key(one[0])]
    return Meant(tuple(found) if len(found) <= MOST else (), lacks_state=True)


def _calls_it(house: Statehouse, parts: _Parts) -> bool:
    """Whether the chamber is called so there: a state with a House has no Assembly."""
    words = {fold(facts.word) for facts in house.chambers if facts.chamber in parts.chambers}
    return _NAMES[parts.word] in words if parts.word in _NAMES else bool(words)


def _find_meanings(state: str, parts: _Parts, directory: StateDirectory) -> tuple[tuple[str, ...], ...]:
    house = STATEHOUSES.get(state)
    if house is None:
        return ()
    chambers = _choose_chambers(house, parts)
    keys = [key for chamber in chambers if (key := directory.find_district(state, chamber, parts.district))]
    keys = [key for key in keys if not is_at_large(key)]
    if len(parts.chambers) != 1 and len(keys) > 1 and (both := find_both(house, keys[0][5:])):
        return (both,)
    near = () if keys and parts.chambers else _find_parts(state, chambers, parts.district, directory)
    federal = _find_federal(state, parts)
    return (*((key,) for key in dict.fromkeys((*keys, *near))), *((place,) for place in federal))


def _choose_chambers(house: Statehouse, parts: _Parts) -> tuple[Chamber, ...]:
    """The chambers that are meant: without a word for one, each; where there is only one, that one."""
    there = tuple(facts.chamber for facts in house.chambers)
    if len(there) == 1:
        return there
    return tuple(one for one in there if one in parts.chambers) if parts.chambers else there


def _find_parts(state: str, chambers: Iterable[Chamber], typed: str, directory: StateDirectory) -> Iterator[str]:
    """The districts whose names contain every typed word, such as 1st Bristol for ``bristol``."""
    sought = re.findall(r"\w+", typed)
    if not any(one.isalpha() for one in sought):
        return
    for chamber in chambers:
        for name in directory.list_districts(state, chamber):
            key = make_key(state, chamber, name)
            if set(sought) <= set(re.findall(r"\w+", fold(name))) and not is_at_large(key):
                yield key


def _find_federal(state: str, parts: _Parts) -> tuple[str, ...]:
    """The district of Congress that the words mean as well: ``TX House 14`` is one in Austin and one in Washington."""
    number = _PLAIN.fullmatch(parts.district)
    if number is None or parts.names_state or parts.word not in _OF_CONGRESS_TOO:
        return ()
    place = find_district(state, int(number[1]))
    return (place,) if place else ()


def _strip(typed: str) -> str:
    return _AFTER.sub("", _AROUND.sub("", typed.strip(_EDGES))).strip(_EDGES)


def _take_apart(typed: str) -> _Parts:
    typed = " ".join(_SPACED.sub(" ", typed.replace("_", " ")).split())
    state, rest = _split_state(typed)
    match = _CHAMBER.search(rest)
    if match is None:
        return _Parts(state, "", _tidy(rest), False)
    word, around = match["word"], f"{rest[: match.start()]} {rest[match.end() :]}"
    if state is None:
        state, around = _split_state(" ".join(around.split()))
    return _Parts(state, word, _tidy(around), bool(match["state"]) or word in _OF_STATES_ALONE)


def _tidy(text: str) -> str:
    """The district without what joined it to the words around it."""
    bare = " ".join(text.replace(",", " , ").split()).strip(_EDGES).strip()
    bare = re.sub(r" , ", ", ", bare)
    bare = _JOINTS.sub("", re.sub(r"^state\b|\bstate$", "", bare).strip(_EDGES)).strip(_EDGES)
    return bare


def _split_state(typed: str) -> tuple[str | None, str]:
    """The state that words begin or end with, the longest name first, and the other words."""
    words = typed.split()
    for length in range(min(_LONGEST_STATE, len(words)), 0, -1):
        first, last = " ".join(words[:length]), " ".join(words[-length:])
        # "Texas state house" isn't of Congress, so that word belongs to the chamber.
        if not first.endswith(" state") and (state := _find_state(first)):
            return state, " ".join(words[length:]).strip(_EDGES)
        if length < len(words) and (state := _find_state(last)):
            return state, " ".join(words[:-length]).strip(_EDGES)
    if match := _PREFIX.fullmatch(typed):
        state = find_state(match["state"])
        return (state, match["rest"]) if state else (None, typed)
    return None, typed


_SPOKEN: Mapping[str, str] = {"nys": "NY", "mass": "MA", "cal": "CA", "calif": "CA", "tex": "TX", "penn": "PA"}


def _find_state(words: str) -> str | None:
    bare = words.strip(_EDGES).removesuffix("'s")
    return _SPOKEN.get(bare) or find_state(bare)
