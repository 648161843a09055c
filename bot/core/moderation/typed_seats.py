"""Seats of Congress as admins type them: a district, a state's senior or junior senator, or who sits there."""

import re

from bot.config.apportionment import parse_seat
from bot.core.congress.places import parse_place
from bot.core.directory.members import JUNIOR, REPRESENTATIVE, SENIOR, Directory, Member, name_seat
from bot.core.directory.states import DISTRICTS, SEATS, WITHOUT_SENATORS, find_state
from bot.core.directory.typed_names.member_names import is_member_named
from bot.errors import UserError
from bot.phrases import State
from bot.text import fold

_RANKS = {"senior": SENIOR, "sr": SENIOR, "junior": JUNIOR, "jr": JUNIOR, SENIOR: SENIOR, JUNIOR: JUNIOR}
_RANK = re.compile(rf"\b(?P<rank>{'|'.join(sorted(_RANKS, key=len, reverse=True))})\b\.?")
_AROUND = re.compile(r"\b(?:the|senate|senator|sen|seat|of|from|for|in)\b\.?|'s\b")
_SEAT = re.compile(r"\b(?:the )?(?:house )?seat (?:of|for|in) ")
_OFFERED = 5


def find_seat(typed: str, directory: Directory) -> str:
    """The seat that a text means, in the form of `members.name_seat`. Raises UserError."""
    try:
        return parse_seat(fold(typed))
    except ValueError:
        pass
    if seat := _find_senate_seat(fold(typed)):
        return seat
    if member := _find_member(typed, directory):
        return member.seat
    place = _find_place(typed)
    if place not in DISTRICTS:
        raise _ask_which(place, typed)
    return name_seat(place, REPRESENTATIVE)


def write_seat(seat: str) -> str:
    """A seat as admins type it: ``CA-14``, ``TX senior``."""
    return seat.replace(SENIOR, "senior").replace(JUNIOR, "junior")


def is_called(typed: str, member: Member) -> bool:
    """Whether a text is a member's id or name."""
    return member.id == typed.strip().upper() or is_member_named(typed, member)


def _find_senate_seat(typed: str) -> str | None:
    match = _RANK.search(typed)
    rest = " ".join(_AROUND.sub(" ", _RANK.sub(" ", typed)).replace(",", " ").split())
    state = find_state(rest) if match else None
    return f"{state} {_RANKS[match['rank']]}" if match and state and state not in WITHOUT_SENATORS else None


def _find_member(typed: str, directory: Directory) -> Member | None:
    known = (*directory.members.values(), *directory.past.values())
    found = [one for one in known if is_called(typed, one)]
    if len(found) > 1:
        error = UserError("seat.several", field="seat", word=typed)
        raise error.add_choices(
            (write_seat(one.seat), f"{one.name} ({write_seat(one.seat)})") for one in found[:_OFFERED]
        )
    return found[0] if found else None


def _find_place(typed: str) -> str:
    try:
        return parse_place(_SEAT.sub("", fold(typed)))
    except UserError as error:
        if error.key == "district.number":
            raise UserError(error.key, field="seat", **error.params) from None
        raise UserError("seat.unknown", field="seat", word=typed) from None


def _ask_which(state: str, typed: str) -> UserError:
    error = UserError("seat.which", field="seat", state=State(state), seats=SEATS[state], code=state)
    return error.add_choices((f"{state} {rank}", f"{state} {rank}") for rank in ("senior", "junior"))
