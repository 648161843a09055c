"""Whom somebody rings in a campaign: its targets, with their own members of Congress in their places."""

from collections.abc import Mapping

from msgspec import Struct

from bot.core.campaigns.campaign_file import CampaignFile, Listed
from bot.core.congress.committee_names import chamber_of
from bot.core.congress.committees import ID as COMMITTEE
from bot.core.directory.generic_offices import GENERIC, parse_generic
from bot.core.directory.member_names import is_member_named
from bot.core.directory.members import REPRESENTATIVE, Directory, find_delegate_title, name_seat
from bot.core.directory.states import NAMES, SEATS, WITHOUT_SENATORS
from bot.core.guidance.target import Chosen as Chosen
from bot.core.guidance.target import Target as Target
from bot.core.guidance.target_names import named, nearest_of
from bot.errors import UserError
from bot.phrases import Phrase, either, phrase, translations
from bot.text import clean

_SENATORS = GENERIC[1:]
_KNOWN = 12  # offices that a sentence names


class Targets(Struct, frozen=True):
    """All of them, in the campaign's order, and the slots that calls to them count for.

    ``place`` is where they live, ``senators`` whether it has any; ``vacant`` are seats in which nobody sits,
    ``missing`` ids that the campaign names and nobody in Congress has.
    """

    row: tuple[Target, ...]
    slots: tuple[str, ...]
    place: str | None
    vacant: tuple[str, ...]
    directory: Directory
    missing: tuple[str, ...] = ()

    @property
    def senators(self) -> bool:
        """Whether the state, as far as it is known, has senators."""
        return self.place is None or state_in(self.place) not in WITHOUT_SENATORS

    def of(self, slot: str) -> Target | None:
        """Return the target that ``slot`` is."""
        return next((target for target in self.row if target.slot == slot), None)

    def stands_for(self, slot: str) -> str:
        """Return the slot that a call logged for ``slot`` counts for now.

        One logged for "your representative" stands for theirs as soon as the district is known, and one for a
        member stands for "your representative" where the district was taken out again: neither counts twice.
        """
        if self.of(slot):
            return slot
        member = self.directory.find_member(slot)
        for target in self.row:
            if target.generic == slot or (member and member.generic == target.slot):
                return target.slot
        return slot

    def ended(self, slot: str) -> str | None:
        """Return why nobody is named for ``slot``: ``over`` or ``ended``, a Congress or one term; None for neither."""
        target = self.of(slot)
        if target is None or not target.ended:
            return None
        return "over" if self.directory.over else "ended"


def state_in(place: str) -> str:
    """Return the state of a district or of a state."""
    return place.split("-")[0]


def targets_of(file: CampaignFile, place: str | None, directory: Directory) -> Targets:
    """Return whom somebody who lives in ``place`` (a district, a state alone, or unknown) rings."""
    place, listed = _whole(place), {office.key: office for office in file.listed}
    found, vacant, missing = dict[str, Target](), list[str](), list[str]()
    for word in _words(file, directory):
        target, empty = _target(word, place, directory, listed), _empty(word, place, directory)
        if target:
            found.setdefault(target.slot, target)
        elif empty:
            vacant.append(empty)
        elif word not in GENERIC:
            missing.append(word)
    return Targets(tuple(found.values()), tuple(found), place, tuple(vacant), directory, tuple(missing))


def _empty(word: str, place: str | None, directory: Directory) -> str | None:
    """Return the vacant seat that a campaign's word is for somebody, where it is one; None for everything else."""
    if word in GENERIC:
        return name_seat(place, word) if place and not _absent(word, place) else None
    member = directory.past.get(word)
    return member.seat if member and member.seat in directory.vacant else None


def _words(file: CampaignFile, directory: Directory) -> tuple[str, ...]:
    """Return a campaign's targets; a committee that isn't known stands for its members."""
    if file.committee is None:
        return file.targets
    sitting = directory.committees.get(file.committee)
    return (file.committee,) if sitting is None else tuple(id for id in sitting if id in directory.members)


def own_members(place: str | None, directory: Directory) -> Mapping[str, str]:
    """Return the ids of the members who are somebody's own, by their words of `GENERIC`."""
    found = {word: _target(word, _whole(place), directory, {}) for word in GENERIC}
    return {word: target.slot for word, target in found.items() if target}


def _target(word: str, place: str | None, directory: Directory, listed: Mapping[str, Listed]) -> Target | None:
    """Return the target that a campaign's word is for somebody, None for nobody at all."""
    if word in listed:
        return Target(word, listed=listed[word])
    if COMMITTEE.fullmatch(word):
        return None if directory.committees else Target(word)
    if word not in GENERIC:
        return _certain(word, directory)
    if place and _absent(word, place):
        return None
    if place is None or directory.has_no_members or (word == REPRESENTATIVE and "-" not in place):
        return Target(word, word, ended=directory.over, title=find_delegate_title(word, place))
    name = name_seat(place, word)
    if name not in directory.vacant and any(member.seat == name for member in directory.past.values()):
        return Target(word, word, ended=True, title=find_delegate_title(word, place))
    sits = directory.seats.get(name)
    return Target(sits.id, word, sits) if sits else None


def _certain(id: str, directory: Directory) -> Target | None:
    """Return the target that a member's id is, unnamed while nobody knows whether they sit; None for nobody at all."""
    before, member = directory.past.get(id), directory.members.get(id)
    if before and before.seat in directory.vacant and not directory.over:
        return None
    if directory.has_no_members or before:
        return Target(id, ended=before is not None or directory.over)
    return Target(id, member=member) if member else None


def _absent(word: str, place: str) -> bool:
    """Whether a place has no such seat at all."""
    return word != REPRESENTATIVE and state_in(place) in WITHOUT_SENATORS


def _whole(place: str | None) -> str | None:
    """Return the district of a state that has only one."""
    return f"{place}-0" if place and SEATS.get(place) == 1 else place


def chosen(word: str, targets: Targets, file: CampaignFile, tapped: bool = False) -> Chosen:
    """Return what ``word`` names: a slot, an office's id, a member by name, or one's own by what people call them.

    ``tapped`` words come from a card, and so may name whom the card was about when the district was another.
    Raises UserError, naming the targets, when it is none of them.
    """
    text = clean(" ".join(word.split()))
    found = named(text, targets.row)
    if len(found) == 1:
        return next(iter(found))
    if tapped and (before := _before(text, targets, file)):
        return before
    if not found:
        _check_suited(text, targets, file)
        if near := nearest_of(text, targets.row):
            raise UserError("office.near", field="office", word=word, near=near)
    known = either(target.label for target in targets.row[:_KNOWN])
    raise UserError("office.several" if found else "office.unknown", field="office", word=word, known=known)


def _before(text: str, targets: Targets, file: CampaignFile) -> Chosen | None:
    if text in file.targets or text == file.committee:
        return Chosen(targets.stands_for(text))
    office = targets.directory.find_office(text)
    member = targets.directory.find_member(office.member) if office else None
    if office and member and (member.generic in file.targets or member.id in file.targets):
        return Chosen(targets.stands_for(member.id), office.id)
    return None


def nobody(targets: Targets, file: CampaignFile) -> UserError:
    """Return why a campaign has nobody for somebody to call."""
    if targets.place and not targets.senators and file.targets and not set(file.targets) - set(_SENATORS):
        why = phrase("office.nobody_why.senators", place=NAMES[state_in(targets.place)])
    elif targets.vacant:
        why = Phrase("office.nobody_why.vacant")
    else:
        why = Phrase("office.nobody_why.missing" if targets.missing else "office.nobody_why.other")
    return UserError("office.nobody", title=translations(file.title), why=why)


def _check_suited(text: str, targets: Targets, file: CampaignFile) -> None:
    """Raise UserError where ``text`` names one's own member, and the campaign or the place has none such to call."""
    if not targets.row:
        raise nobody(targets, file)
    word = _own(text, targets)
    if word is None:
        return
    only = _chambers(file, targets.directory)
    if only and only != {_chamber(word)}:
        [chamber] = only
        raise UserError(f"office.{chamber}_only", field="office", title=translations(file.title))
    if word in file.targets and targets.place and _absent(word, targets.place):
        raise UserError("office.no_senators", field="office", place=NAMES[state_in(targets.place)])
    if word in file.targets and targets.vacant:
        raise UserError("office.vacant", field="office")


def _own(text: str, targets: Targets) -> str | None:
    """Return the word of `GENERIC` for one's own member whom ``text`` names, by title or by name."""
    if parse_generic(text) in GENERIC:
        return parse_generic(text)
    own = own_members(targets.place, targets.directory).items()
    named = ((word, targets.directory.members.get(id)) for word, id in own)
    return next((word for word, it in named if it and is_member_named(text, it)), None)


def _chambers(file: CampaignFile, directory: Directory) -> set[str]:
    """Return the chamber that a campaign calls, empty where it calls both or offices elsewhere."""
    if file.committee:
        found = {chamber_of(file.committee)}
    else:
        found = {_chamber_called(word, directory) for word in file.targets}
    return {one for one in found if one} if len(found) == 1 and found <= {"senate", "house"} else set()


def _chamber_called(word: str, directory: Directory) -> str | None:
    if word in GENERIC:
        return _chamber(word)
    member = directory.find_member(word)
    return _chamber(member.generic) if member else None


def _chamber(generic: str) -> str:
    return "house" if generic == REPRESENTATIVE else "senate"
