"""The targets of a caller in a campaign, with their own members of Congress in place of generic words."""

from collections.abc import Mapping

from bot.core.campaign_files.campaign_file import CampaignFile, Listed
from bot.core.congress.committee_ids import ID as COMMITTEE
from bot.core.congress.committee_names import make_committee_phrase
from bot.core.directory.members import REPRESENTATIVE, Directory, find_delegate_title, name_seat
from bot.core.directory.offices.generic_offices import (
    GENERIC,
    SENATORS,
    STATE_GENERIC,
    is_either_senator,
    parse_generic,
)
from bot.core.directory.states import SEATS, WITHOUT_SENATORS
from bot.core.directory.typed_names.member_names import is_member_named
from bot.core.directory.typed_names.typed_members import find_seat
from bot.core.guidance.called_chambers import find_chamber_of_generic, find_chambers
from bot.core.guidance.caller_targets import Targets as Targets
from bot.core.guidance.caller_targets import parse_state_code as parse_state_code
from bot.core.guidance.state_targets import (
    ANYWHERE,
    StateHome,
    find_state_targets,
    is_elsewhere,
    list_states,
)
from bot.core.guidance.target import Target as Target
from bot.core.guidance.target import TargetChoice as TargetChoice
from bot.core.guidance.target_names import find_first_named, find_named_targets, find_nearest_target
from bot.errors import UserError
from bot.phrases import Phrase, State, list_all, list_choices, make_phrase, make_translations
from bot.text import clean

_KNOWN = 12  # the most offices a sentence names
_OFFERED = 5  # the most offices that get a button


def find_targets(file: CampaignFile, place: str | None, directory: Directory, home: StateHome = ANYWHERE) -> Targets:
    """The targets of a caller who lives in ``place`` (a district, a state alone, or unknown), and ``home``."""
    state = parse_state_code(place) if place else None
    place, listed = _complete_district(place), {office.key: office for office in file.listed}
    found, vacant, missing = dict[str, Target](), list[str](), list[str]()
    for word in _list_words(file, directory):
        if word in STATE_GENERIC and word not in listed:
            named, seats = find_state_targets(word, file, state, home)
            found |= {target.slot: target for target in named}
            vacant += seats
            continue
        target, empty = _find_target(word, place, directory, listed), _find_vacant_seat(word, place, directory)
        if target:
            found.setdefault(target.slot, target)
        elif empty:
            vacant.append(empty)
        elif word not in GENERIC:
            missing.append(word)
    if file.mine_first:
        own = find_own_members(place, directory).values()
        found = {**{slot: found[slot] for slot in own if slot in found}, **found}
    return Targets(tuple(found.values()), tuple(found), place, tuple(vacant), directory, tuple(missing), home)


def _find_vacant_seat(word: str, place: str | None, directory: Directory) -> str | None:
    """The vacant seat that a campaign's word means for a caller, None if it means anything else."""
    if word in GENERIC:
        return name_seat(place, word) if place and not _is_absent(word, place) else None
    member = directory.past.get(word)
    return member.seat if member and member.seat in directory.vacant else None


def _list_words(file: CampaignFile, directory: Directory) -> tuple[str, ...]:
    """A campaign's targets. A known committee is replaced by its members."""
    if file.committee is None:
        return file.targets
    sitting = directory.committees.get(file.committee)
    return (file.committee,) if sitting is None else tuple(id for id in sitting if id in directory.members)


def find_own_members(place: str | None, directory: Directory) -> Mapping[str, str]:
    """The ids of a caller's own members, by word of `GENERIC`."""
    found = {word: _find_target(word, _complete_district(place), directory, {}) for word in GENERIC}
    return {word: target.slot for word, target in found.items() if target}


def _find_target(word: str, place: str | None, directory: Directory, listed: Mapping[str, Listed]) -> Target | None:
    """The target that a campaign's word means for a caller, None if it means nobody."""
    if word in listed:
        return Target(word, listed=listed[word])
    if COMMITTEE.fullmatch(word):
        named = make_committee_phrase(word, loaded=directory.committee_names)
        return None if directory.committees else Target(word, committee=named)
    if word not in GENERIC:
        return _find_member_target(word, directory)
    if place and _is_absent(word, place):
        return None
    if place is None or directory.has_no_members or (word == REPRESENTATIVE and "-" not in place):
        return Target(word, word, ended=directory.over, title=find_delegate_title(word, place))
    name = name_seat(place, word)
    if sits := directory.seats.get(name):
        return Target(sits.id, word, sits)
    if name not in directory.vacant and any(member.seat == name for member in directory.past.values()):
        return Target(word, word, ended=True, title=find_delegate_title(word, place))
    return None


def _find_member_target(id: str, directory: Directory) -> Target | None:
    """The target of a member's id, None if nobody has it. It has no name while it is unknown whether they sit."""
    former, member = directory.past.get(id), directory.members.get(id)
    if former and former.seat in directory.vacant and not directory.over:
        return None
    if directory.has_no_members or former:
        return Target(id, ended=former is not None or directory.over)
    return Target(id, member=member) if member else None


def _is_absent(word: str, place: str) -> bool:
    """Whether a place has no seat for a word of `GENERIC`."""
    return word != REPRESENTATIVE and parse_state_code(place) in WITHOUT_SENATORS


def _complete_district(place: str | None) -> str | None:
    """The district, if the place is a state that has only one."""
    return f"{place}-0" if place and SEATS.get(place) == 1 else place


def choose_target(
    word: str, targets: Targets, file: CampaignFile, tapped: bool = False, guessed: bool = False
) -> TargetChoice:
    """The target or office that ``word`` names: a key, an office's id, a member's name, or a word for one's own member.

    A ``tapped`` word comes from a card, so it may name a target from before the district changed. A ``guessed`` one
    may not be about an office at all, so a first name alone is asked about. Raises UserError, which names the targets,
    if it is none of them.
    """
    text = clean(" ".join(word.split()))
    found = find_named_targets(text, targets.all) or _find_own_targets(text, targets)
    if len(found) == 1:
        return next(iter(found))
    if tapped and (before := _find_earlier_target(text, targets, file)):
        return before
    first = () if found else tuple(find_first_named(text, targets.all))
    if len(first) == 1 and not guessed:
        return TargetChoice(first[0])
    found = found or frozenset(map(TargetChoice, first if len(first) > 1 else ()))
    if not found:
        _ask_whose(text, targets)
        _check_suited(text, targets, file)
        if near := find_nearest_target(text, targets.all):
            error = UserError("office.near", field="office", word=word, near=near.label)
            raise error.add_choices([(near.slot, near.label)])
    several = {choice.slot: choice.office or choice.slot for choice in found}
    meant = [one for one in targets.all if one.slot in several or not found]
    known = list_choices((one.label for one in meant), _KNOWN)
    error = UserError("office.several" if found else "office.unknown", field="office", word=word, known=known)
    raise error.add_choices((several[one.slot], one.label) for one in meant[:_OFFERED] if found)


def _ask_whose(text: str, targets: Targets) -> None:
    """Ask somebody whose district isn't known, and who names a member of Congress, whether that one is their own."""
    if targets.place is not None:
        return
    words = {one.generic for one in targets.directory.members.values() if is_member_named(text, one)}
    meant = [one for one in targets.all if one.generic in words and not one.is_named]
    if meant:
        error = UserError(
            "office.whose", field="office", word=text, known=list_choices((one.label for one in meant), _KNOWN)
        )
        raise error.add_choices((one.slot, one.label) for one in meant)


def _find_earlier_target(text: str, targets: Targets, file: CampaignFile) -> TargetChoice | None:
    if text in file.targets or text == file.committee:
        return TargetChoice(targets.resolve_slot(text))
    office = targets.find_office(text)
    member = targets.find_official(office.member) if office else None
    if office and member and (member.generic in file.targets or member.id in file.targets):
        return TargetChoice(targets.resolve_slot(member.id), office.id)
    return None


def explain_nobody(targets: Targets, file: CampaignFile) -> UserError:
    """The error for a campaign that has nobody for this caller to call."""
    return UserError("office.nobody", title=make_translations(file.title), why=find_reason_for_nobody(targets, file))


def find_reason_for_nobody(targets: Targets, file: CampaignFile) -> Phrase:
    """Why a campaign has nobody for this caller to call."""
    if targets.place and not targets.senators and file.targets and not set(file.targets) - set(SENATORS):
        return make_phrase("office.nobody_why.senators", place=State(parse_state_code(targets.place)))
    if targets.state and is_elsewhere(file, targets.state) and set(file.targets) <= set(STATE_GENERIC):
        states = list_all(map(State, list_states(file)))
        return make_phrase("office.nobody_why.states", states=states, place=State(targets.state))
    if targets.vacant:
        return Phrase("office.nobody_why.vacant")
    return Phrase("office.nobody_why.missing" if targets.missing else "office.nobody_why.other")


def _check_suited(text: str, targets: Targets, file: CampaignFile) -> None:
    """Raise UserError if ``text`` names the caller's own member, and the campaign or the place has no such target."""
    if not targets.all:
        raise explain_nobody(targets, file)
    word = _find_own_word(text, targets)
    if word is None:
        return
    only = find_chambers(file, targets.directory)
    if only and only != {find_chamber_of_generic(word)}:
        [chamber] = only
        raise UserError(f"office.{chamber}_only", field="office", title=make_translations(file.title))
    if word in file.targets and targets.place and _is_absent(word, targets.place):
        raise UserError("office.no_senators", field="office", place=State(parse_state_code(targets.place)))
    if word in file.targets and targets.vacant:
        raise UserError("office.vacant", field="office")


def _find_own_word(text: str, targets: Targets) -> str | None:
    """The word of `GENERIC` for the caller's own member that ``text`` names by title or name."""
    seat = find_seat(text)
    if (word := seat.generic if seat else parse_generic(text)) in GENERIC:
        return word
    own = find_own_members(targets.place, targets.directory).items()
    named = ((word, targets.directory.members.get(id)) for word, id in own)
    return next((word for word, it in named if it and is_member_named(text, it)), None)


def _find_own_targets(text: str, targets: Targets) -> frozenset[TargetChoice]:
    """The caller's own members whom a word such as "house" means, if a campaign lists members by id or committee."""
    meant = SENATORS if is_either_senator(text) else (parse_generic(text),)
    own = find_own_members(targets.place, targets.directory)
    return frozenset(TargetChoice(own[word]) for word in meant if own.get(word) in targets.slots)
