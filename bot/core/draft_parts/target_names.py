"""Members of Congress and committees in a draft: typed by name or id, kept by id, and shown with both."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from bot.core.campaign_files.campaign_export import Entries
from bot.core.campaign_files.target_shape import WORDS
from bot.core.congress.committee_ids import ID as COMMITTEE
from bot.core.congress.committee_names import find_committee_name, list_committees
from bot.core.congress.places import parse_place
from bot.core.directory.members import Directory, Member, Title
from bot.core.directory.typed_names.member_names import has_first_name, is_member_hinted, is_member_named
from bot.core.directory.typed_names.typed_members import find_seat
from bot.core.draft_parts.entry_text import Fields, split_lines
from bot.core.draft_parts.state_lines import is_state_line
from bot.core.names.name_search import Named, NameSearch
from bot.errors import Blank, UserError
from bot.phrases import list_all
from bot.text import outline

_ID = re.compile(r"\b[A-Z]\d{6}\b", re.ASCII)
_SENATORS = re.compile(r"\b(both )?(the )?senators\b( (of|from|for))?", re.IGNORECASE)
_DISTRICT = re.compile(r"\d|large|-al\b", re.IGNORECASE | re.ASCII)
_SHOWN = 4  # members of the same name, or committees, that a sentence lists


class Unclear(Struct, frozen=True):
    """A typed name that means nobody, or several: its place in ``targets``, and the catalog's sentence."""

    place: int | str
    key: str
    params: Mapping[str, Blank] = MappingProxyType({})


def read_names(fields: Fields, directory: Directory) -> Fields:
    """The fields of whom to call with ids for names, as far as each name means one member or committee."""
    made = dict(fields)
    if "members" in fields:
        lines = split_lines(fields["members"])
        made["members"] = "\n".join(dict.fromkeys(id for line in lines for id in _read_line(line, directory)))
    if "committee" in fields:
        found = find_committees(fields["committee"], directory)
        made["committee"] = found[0] if len(found) == 1 else fields["committee"]
    return made


def show_names(fields: Fields, directory: Directory) -> Fields:
    """The fields with each known member's name before the id."""
    if "members" not in fields:
        return fields
    shown = (_show_member(line, directory) for line in split_lines(fields["members"]))
    return {**fields, "members": "\n".join(shown)}


def name_committee(fields: Fields, directory: Directory) -> Fields:
    """The fields with a known committee's name in place of its id."""
    name = list_committees(directory.committee_names).get(fields.get("committee", ""))
    return {**fields, "committee": name} if name else fields


def drop_id(shown: str) -> str:
    """A member as `show_names` writes one, without the id unless that is all there is."""
    return _ID.sub("", shown).strip() or shown


def find_unclear_names(entries: Entries, directory: Directory) -> Iterator[Unclear]:
    """Find typed names that mean no member, or several, and those that mean several committees."""
    targets = entries.get("targets")
    if isinstance(targets, dict) and (typed := str(targets.get("committee") or "")):
        yield from _find_unclear_committee(typed, directory)
    for place, line in enumerate(targets if isinstance(targets, list) else ()):
        if isinstance(line, dict):
            continue  # the parser of files says what is wrong with states
        if not line:
            yield Unclear(place, "draft.missing.members")
        elif line not in WORDS and not _ID.fullmatch(line):
            yield _explain(place, line, _find(line, directory))


def find_committees(typed: str, directory: Directory) -> tuple[str, ...]:
    """The ids of the committees and subcommittees that an id, a name or words of one may mean.

    A committee's words are those of its subcommittees too, but mean only the committee.
    """
    known = list_committees(directory.committee_names)
    id = "".join(outline(typed).split()).upper()
    if id in known:
        return (id,)
    own = {id: find_committee_name(id, directory.committee_names) or name for id, name in known.items()}
    with_committee, alone = (NameSearch(Named(id, id, (one[id],)) for id in known) for one in (known, own))
    found = with_committee.find_whole(typed) or alone.find(typed) or with_committee.find_parts(typed)
    return found or ((id,) if COMMITTEE.fullmatch(id) else ())


def _find_unclear_committee(typed: str, directory: Directory) -> Iterator[Unclear]:
    found = () if COMMITTEE.fullmatch(typed) else find_committees(typed, directory)
    if len(found) > 1:
        known = list_committees(directory.committee_names)
        some = list_all(f"{known[id]} ({id})" for id in found[:_SHOWN])
        yield Unclear("committee", "draft.wrong.committees", {"name": typed, "known": some})


def _read_line(line: str, directory: Directory) -> Iterable[str]:
    """The members that a line means, such as "CA, TX, NY-12" or "Cruz, Ted", or the line itself if it means none."""
    whole = _read_member(line, directory)
    if _ID.fullmatch(whole):
        return (whole,)
    if is_state_line(line):
        return (line,)
    pieces = [_find_members_of(one, directory) or [_read_member(one, directory)] for one in line.split(",")]
    found = [id for piece in pieces for id in piece]
    return found if all(_ID.fullmatch(id) for id in found) else (whole,)


def _find_members_of(place: str, directory: Directory) -> list[str]:
    """The ids of a state's senators, or of a district's member of the House; none for any other text."""
    try:
        found = parse_place(_SENATORS.sub("", place))
    except UserError:
        return []
    members = directory.members.values()
    if _DISTRICT.search(place):
        return [one.id for one in members if one.district == found]
    state = found.partition("-")[0]
    return [one.id for one in members if one.state == state and one.title is Title.SENATOR]


def _read_member(line: str, directory: Directory) -> str:
    plain = outline(line)
    if (word := "_".join(plain.casefold().split())) in WORDS:  # "my senators"
        return word
    if match := _ID.search(plain):
        return match[0]
    found = _find(line, directory)
    return found[0].id if len(found) == 1 else line


def _find(typed: str, directory: Directory) -> list[Member]:
    members, seat = directory.members.values(), find_seat(typed)
    return (
        [one for one in members if is_member_named(typed, one)]
        or [one for one in members if seat and seat.is_held_by(one)]
        or [one for one in members if is_member_hinted(typed, one)]
        or [one for one in members if has_first_name(typed, one)]
    )


def _show_member(id: str, directory: Directory) -> str:
    member = directory.find_member(id)
    return f"{member.name} {id}" if member else id


def _explain(place: int, line: str, found: list[Member]) -> Unclear:
    if not found:
        return Unclear(place, "draft.wrong.name", {"name": line})
    known = list_all(f"{one.name} ({one.district or one.state}, {one.id})" for one in found[:_SHOWN])
    return Unclear(place, "draft.wrong.names", {"name": line, "known": known})
