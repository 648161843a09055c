"""Where people live, as they type it: a ZIP, a district or a state. A ZIP is looked up and never stored."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.congress.congress import Congress
from bot.core.directory.congresses import find_congress
from bot.core.directory.maps import Maps
from bot.core.directory.states import (
    SEATS,
    find_district,
    find_nearest_state,
    find_sharing_states,
    find_state,
    make_sharing_error,
)
from bot.core.directory.typed_names.typed_places import match_place
from bot.errors import UserError
from bot.patterns import compile_later
from bot.phrases import State
from bot.store.engine import Tx
from bot.store.statement import Row
from bot.text import fold

MOST = 20  # districts to choose from; a card has 25 buttons, and some do other things

# Prefixes of the territories' ZIPs, which some files lack. Three independent states share 969.
# Source: U.S. Postal Service, Domestic Mail Manual, labeling list L002 (three-digit prefixes).
_TERRITORIES = {
    "96799": ("AS-0",),
    "969": ("GU-0", "MP-0"),
    "006": ("PR-0",),
    "007": ("PR-0",),
    "008": ("VI-0",),
    "009": ("PR-0",),
}

# ZIPs of military and diplomatic mail (APO, FPO, DPO), which say nothing of where somebody lives; and how people write
# those addresses. Source: U.S. Postal Service, labeling list L002: 090 to 098 are AE, 340 is AA, 962 to 966 are AP.
_MILITARY_ZIP = compile_later(r"(?:09[0-8]|340|96[2-6])\d\d", re.ASCII)
_MILITARY = compile_later(r"(?:.*\b)?(?:apo|fpo|dpo)\b.*|a[aep]|armed forces.*")
_BOX = compile_later(r"(?:.*\b)?(?:p\.? ?o\.? ?b(?:ox)?|post office box)\b.*")

_ZIP = compile_later(r"(\d{5})(?: ?[-+/_.]? ?\d{4})?")
# An address ends with a state and a ZIP; what comes before is dropped.
_ADDRESS = compile_later(r"(?P<before>.*[^\d\s,])[\s,]+(?P<zip>\d{5}(?: ?-? ?\d{4})?)(?:[\s,]+(?:usa?|united states))?")
_SPACED = compile_later(r"\d(?: ?\d){4}(?:(?: ?\d){4})?")  # "94 110"
# Words around a place: `my zip code is 94110`, `I live in CA-11`. The text as typed is tried first.
_AROUND = compile_later(
    r"(?:(?:(?:i|we) )?live (?:in|at) |(?:i'm|i am|we're|we are) (?:in|from) |in |from )?"
    r"(?:(?:(?:my|our|the|it's|its|it is) )?"
    r"(?:(?:home |postal )?(?:zip|code|district|state)(?: ?code)?)?(?: is|[:=])? ?)?"
)
# "I live in" and "my ZIP is" in the other languages that ship, folded.
_ELSEWHERE_AROUND = compile_later(
    r"(?:yo )?(?:(?:vivo|estoy|resido) en|soy de) |(?:mi )?(?:codigo postal|zip(?: code)?|distrito|estado)(?: es)?:? "
    r"|(?:(?:toi|chung toi) )?(?:song o|song tai|song|o) |ma (?:zip|buu chinh)(?: cua toi)?(?: la)?:? "
    r"|(?:nakatira|nasa)(?: po)?(?: ako| kami)?(?: sa)? |taga[- ]?|(?:ang )?zip(?: code)? (?:ko|namin)(?: ay)? "
    r"|我?们?們?(?:住在|住|在) ?|(?:我的)?(?:邮编|邮政编码|郵遞區號|选区|選區)(?:是|:)? ?"
    r"|(?:저는|나는|우리는|제|내) (?:우편번호는? |지역구는? )?|(?:우편번호|지역구)[는:]? "
)
_AFTER = compile_later(
    r"[\s,]+(?:please|thanks|thank you|por favor|gracias|po)$"
    r"|(?:에|에서)? ?(?:살아요|삽니다|살고 있어요|살고 있습니다|거주합니다)$|(?:이에요|예요|입니다)$"
)
_CUT_ZIP = compile_later(r"(\d{3,})(?: ?[-+/_.] ?\d+)?")
_CUT_NINE = compile_later(r"(\d{3,4})\d{4}")  # a ZIP+4 in one word, without its leading zeros
_STATE_WORDS = 4  # "the District of Columbia"
_MARKS = " .,!?"
_WITHOUT_MAPS = {
    "district.unknown": "district.unknown_no_data",
    "zip.digits": "zip.no_data",
    "zip.mail": "zip.mail_no_data",
    "zip.military_mail": "zip.military_mail_no_data",
}
_SHORTEST, _ZIP_LENGTH = 3, 5  # digits; spreadsheets drop a ZIP's leading zeros
_FIRST, _LAST = "005", "08999"  # ZIPs with leading zeros: the Northeast and the Caribbean, from New York's 00501 on


@dataclass(frozen=True, slots=True)
class Question:
    """A question for the caller: which of ``districts`` is theirs? ``known`` is False for a ZIP in no file.

    A state alone, ``CA``, means any of its districts. With ``meant``, the question is whether that is their ZIP.
    ``saved`` is the state stored for now. ``shares`` are thousandths of the ZIP's land in each of the districts, the
    most first, empty if they are unknown. ``military`` means that the ZIP is one of military mail. ``unmapped`` is a
    state whose districts no loaded map shows.
    """

    districts: tuple[str, ...]
    known: bool
    meant: str | None = None
    saved: str | None = None
    shares: tuple[int, ...] = ()
    military: bool = False
    unmapped: str | None = None

    @property
    def certain_state(self) -> str | None:
        """The one state of all the districts of a known ZIP, None if there are several."""
        found = {place.split("-")[0] for place in self.districts}
        return found.pop() if self.known and len(found) == 1 else None

    @property
    def states(self) -> tuple[str, ...]:
        """The states with more than one district, for people who know no more than that."""
        return tuple(sorted({place.split("-")[0] for place in self.districts if not place.endswith("-0")}))


def parse_zip(written: str) -> str | None:
    """The five digits of a ZIP or ZIP+4, None for any other text."""
    typed = _strip_phrases(fold(written).strip(_MARKS))
    if _SPACED.fullmatch(typed):
        typed = typed.replace(" ", "")
    address = _ADDRESS.fullmatch(typed)
    if address and _ends_with_state(address["before"]):
        typed = address["zip"]
    match = _ZIP.fullmatch(typed)
    return match[1] if match else None


def _ends_with_state(typed: str) -> bool:
    """Whether folded text ends with a state, or with what military mail has instead of one."""
    words = typed.replace(",", " ").split()
    ends = [" ".join(words[-count:]) for count in range(1, _STATE_WORDS + 1)]
    return any(find_state(end) or _MILITARY.fullmatch(end) for end in ends)


def restore_zip(written: str) -> str | None:
    """The ZIP that probably lost its leading zeros, as in ``2139``; None for any other text."""
    typed = _strip_phrases(fold(written).strip(_MARKS))
    match = _CUT_NINE.fullmatch(typed) or _CUT_ZIP.fullmatch(typed)
    if match is None or not _SHORTEST <= len(match[1]) < _ZIP_LENGTH:
        return None
    zip = match[1].zfill(_ZIP_LENGTH)
    return zip if _FIRST <= zip <= _LAST else None


def parse_place(written: str) -> str:
    """A typed district as ``CA-11``, or a state alone as ``CA``. At-large is ``VT-0``.

    Raises UserError for an unknown state, and for a number the state doesn't have.
    """
    typed = fold(written).strip(_MARKS)
    read = match_place(typed) or match_place(_strip_phrases(typed))
    if read is None:
        raise _make_error(typed, written)
    state, number = read
    seats = SEATS[state]
    if number is None and seats > 1:
        return state
    found = find_district(state, number or 0)
    if found is None:
        raise UserError("district.number", field="district", count=seats, state=State(state), code=state, seats=seats)
    return found


def _strip_phrases(typed: str) -> str:
    """Folded text without the words around a ZIP, a district or a state."""
    led = _ELSEWHERE_AROUND.match(typed)
    bare = typed[led.end() :] if led else _AROUND.sub("", typed, count=1)
    return _AFTER.sub("", bare).strip(_MARKS)


def _make_error(typed: str, written: str) -> UserError:
    if _CUT_ZIP.fullmatch(_strip_phrases(typed)):
        return UserError("zip.digits", field="district", word=written)
    if _MILITARY.fullmatch(typed) or _BOX.fullmatch(typed):
        return UserError("zip.mail" if _BOX.fullmatch(typed) else "zip.military_mail", field="district")
    if sharing := find_sharing_states(_strip_phrases(typed)):
        return make_sharing_error("district", written, sharing)
    if near := find_nearest_state(typed):
        error = UserError("district.near", field="district", word=written, near=State(near))
        return error.add_choices([(near, State(near))])
    return UserError("district.unknown", field="district", word=written)


def explain_without_maps(error: UserError) -> UserError:
    """The error of `parse_place` for where no ZIP code can be looked up, so that it asks for none."""
    key = _WITHOUT_MAPS.get(error.key)
    return UserError(key, field=error.field, **error.params) if key else error


def is_place(written: str) -> bool:
    """Whether the text is a ZIP with all its digits, a state, or a state with a number."""
    typed = fold(written).strip(_MARKS)
    return bool(parse_zip(written) or match_place(typed) or match_place(_strip_phrases(typed)))


def is_placelike(written: str) -> bool:
    """Whether the text may be meant as a place: what `is_place` takes, a name that several states share, or a digit.

    A digit counts in one word, as in ``my zip is 9411``. A chapter may be called so too: "1199", "32BJ".
    """
    word = _strip_phrases(fold(written).strip(_MARKS))
    has_digit = " " not in word and any(sign.isdigit() for sign in word)
    return has_digit or is_place(written) or bool(find_sharing_states(word))


async def locate_zip(tx: Tx, congress: Congress, zip: str, at: int) -> str | Question:
    """The one district of a ZIP at ``at`` (UTC microseconds), or the question to ask.

    Raises UserError while no map is loaded.
    """
    maps = (await congress.load_directory(tx)).maps
    used = maps.find(find_congress(at))
    if used is None:
        raise UserError("zip.no_data", field="district")
    return _drop_redrawn(await locate_on_map(tx, congress, zip, used.congress), maps, at)


def _drop_redrawn(found: str | Question, maps: Maps, at: int) -> str | Question:
    """What was found, with a state alone in place of its districts if their lines changed since the map."""
    places = (found,) if isinstance(found, str) else found.districts
    pairs = [(place, place.split("-")[0]) for place in places]
    sure = tuple(dict.fromkeys(p if maps.has_map(s, at) else s for p, s in pairs))
    if sure == places:
        return found
    question = Question(places, known=True) if isinstance(found, str) else found
    unmapped = sure[0] if question.known and len(sure) == 1 else None
    return replace(question, districts=sure, shares=(), unmapped=unmapped)


async def find_coming_district(tx: Tx, congress: Congress, zip: str, district: str, at: int) -> str | None:
    """The district that a ZIP will have in the next Congress, None if it keeps this one or nobody can know it yet."""
    maps, later, state = (await congress.load_directory(tx)).maps, find_congress(at) + 1, district.split("-")[0]
    used = maps.find(later)
    if used is None or used.congress != later or state not in maps.list_changed(later):
        return None
    found = await locate_on_map(tx, congress, zip, later)
    return found if isinstance(found, str) and found.startswith(f"{state}-") else None


async def locate_on_map(tx: Tx, congress: Congress, zip: str, number: int) -> str | Question:
    """The one district of a ZIP on a Congress's map, or the question to ask."""
    rows = await congress.load_districts(tx, number, zip, zip)
    if rows:
        largest_first = sorted(rows, key=lambda row: (-row.share, _sort_key(row.district)))
        districts = tuple(row.district for row in largest_first)
        shares = tuple(row.share for row in largest_first)
        return (
            districts[0]
            if len(districts) == 1
            else Question(districts, known=True, shares=shares if all(shares) else ())
        )
    if _MILITARY_ZIP.fullmatch(zip):
        return Question((), known=False, military=True)
    near = await congress.load_districts(tx, number, f"{zip[:3]}00", f"{zip[:3]}99")
    return Question(list_nearby_places(zip, near), known=False)


def list_nearby_places(zip: str, rows: Iterable[Row]) -> tuple[str, ...]:
    """Where a ZIP that is in no file may be: the districts of ``rows``, the ZIPs with the same prefix.

    If these are too many, only their states.
    """
    by_prefix = next((found for begin, found in _TERRITORIES.items() if zip.startswith(begin)), ())
    found = by_prefix or tuple(sorted({row.district for row in rows}, key=_sort_key))
    return found if len(found) <= MOST else tuple(sorted({place.split("-")[0] for place in found}))


def _sort_key(place: str) -> tuple[str, int]:
    state, _, number = place.partition("-")
    return state, int(number or 0)
