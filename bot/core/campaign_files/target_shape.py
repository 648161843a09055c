"""The model of a campaign's targets: the caller's own members of Congress and of their state, or named offices."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from bot.config.checks import Flaw, FlawsError, TimeZone, suggest_closest
from bot.core.campaign_files.file_parts import Key, Phone, Shape, check_line, check_words
from bot.core.campaign_files.state_shape import (
    MAX_NAME,
    Chamber,
    Governor,
    Governors,
    GovernorsShape,
    States,
    StateShape,
    check_chambers,
    check_governors,
    make_governor,
)
from bot.core.congress.committee_ids import ID as COMMITTEE
from bot.core.directory.offices.generic_offices import GENERIC, GOVERNOR
from bot.text import outline

MAX_TARGETS = 100  # the largest committees have about 65 members
MAX_TITLE = 40

# Words for several of the caller's own members, and the targets they mean.
GROUPS = {"my_members": GENERIC, "my_representative": GENERIC[:1], "my_senators": GENERIC[1:]}
WORDS = (*GROUPS, *GENERIC)
_MEMBER = re.compile(r"[A-Z]\d{6}", re.ASCII)


def _check_member(text: str) -> str:
    if not _MEMBER.fullmatch(id := outline(text)):
        raise ValueError("must hold members' ids from the Biographical Directory of Congress, such as P000197")
    return id


def _check_committee(text: str) -> str:
    if not COMMITTEE.fullmatch(id := outline(text)):
        raise ValueError("must be a committee's id in capital letters, such as SSJU, a Senate committee's")
    return id


class ListedShape(Shape):
    """An office outside Congress, such as a governor's or an agency's."""

    key: Key
    name: Annotated[dict[str, str], check_words(MAX_NAME)]
    title: Annotated[str, check_line(MAX_TITLE)] | None = None
    phone: Phone
    timezone: TimeZone | None = None

    @model_validator(mode="after")
    def _check_own_key(self) -> "ListedShape":
        if self.key in WORDS:
            raise FlawsError([Flaw(f'"{self.key}" means somebody\'s own member; choose another key', ("key",))])
        return self


Entry: TypeAlias = str | StateShape | GovernorsShape
_KINDS = ("committee", "members", "list", "state", "governor")


class TargetsShape(Shape):
    """The offices to call, in order: one of ``members``, ``offices``, a ``committee``, a ``state`` and ``governor``.

    ``members`` are ids, or words of `GENERIC` for the caller's own members. ``committee`` is an id; with
    ``mine_first``, each caller begins with the committee's members who are their own. The others are as in
    `StateShape` and `GovernorsShape`.
    """

    committee: Annotated[str, AfterValidator(_check_committee)] | None = None
    mine_first: bool = False
    members: Annotated[tuple[Annotated[str, AfterValidator(_check_member)], ...], Field(max_length=MAX_TARGETS)] = ()
    offices: Annotated[tuple[ListedShape, ...], Field(alias="list", max_length=MAX_TARGETS)] = ()
    state: Chamber | None = None
    states: States = ()
    governor: Governors = ()

    @model_validator(mode="after")
    def _check_somebody(self) -> "TargetsShape":
        if self.states and not self.state:
            raise FlawsError([Flaw('"in" belongs to "state", which is missing', ("in",), key=True)])
        if self.mine_first and not self.committee:
            raise FlawsError([Flaw('"mine_first" belongs beside "committee" only', ("mine_first",), key=True)])
        kinds = (self.committee, self.members, self.offices, self.state, self.governor)
        if sum(map(bool, kinds)) != 1:
            known = f"{', '.join(map(_quote, _KINDS[:-1]))} and {_quote(_KINDS[-1])}"
            raise FlawsError([Flaw(f'"targets" must have one of {known}; to have several, write a list')])
        names = (*self.members, *(one.key for one in self.offices))
        if len(set(names)) < len(names):
            raise FlawsError([Flaw('"targets" must name each office only once')])
        check_governors(self.governor)
        check_chambers(self.state or "", self.states)
        return self

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The targets in order, but for those of a committee."""
        state = (StateShape.model_construct(state=self.state, states=self.states),) if self.state else ()
        governor = (GovernorsShape.model_construct(governor=self.governor),) if self.governor else ()
        return (*self.members, *(office.key for office in self.offices), *state, *governor)


class TargetListShape(TargetsShape):
    """Targets that the file has as a list, in which words, ids, ``state`` and ``governor`` may be mixed."""

    listed: tuple[Entry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The targets in order."""
        return self.listed


def _quote(word: str) -> str:
    return f'"{word}"'


def _parse_targets(value: Any, handler: ValidatorFunctionWrapHandler) -> TargetsShape:
    """Accept one word, a list of `Entry`, or the keys of a `TargetsShape`."""
    if isinstance(value, str):
        return _make_list(_parse_word(value))
    if not isinstance(value, list):
        return handler(value)  # type: ignore[no-any-return]  # returns the field's own type
    parsed = _ENTRIES.validate_python(value)
    if flaws := list(_find_repeated(parsed)):
        raise FlawsError(flaws)
    return _make_list(tuple(entry for entries in parsed for entry in entries))


def _parse_word(text: str) -> tuple[Entry, ...]:
    """The words of `GENERIC` that one word means, or a member's id."""
    word = outline(text)
    if word not in WORDS and not _MEMBER.fullmatch(word):
        raise FlawsError([Flaw(f'"targets" {_explain_word(word)}')])
    return GROUPS.get(word, (word,))


def _parse_entry(value: Any) -> tuple[Entry, ...]:
    if isinstance(value, str):
        return _parse_word(value)
    if isinstance(value, dict) and {"governor", "state"} <= value.keys():
        raise FlawsError(
            [Flaw('"state" and "governor" are two entries; begin each with a dash', ("governor",), key=True)]
        )
    if isinstance(value, dict) and "governor" in value:
        return (GovernorsShape.model_validate(value),)
    if isinstance(value, dict) and "state" in value:
        return (StateShape.model_validate(value),)
    raise FlawsError([Flaw(f'"targets" {_explain_word(value)}')])


_ENTRIES = TypeAdapter(tuple[Annotated[Any, PlainValidator(_parse_entry)], ...])


def _explain_word(entry: object) -> str:
    hint = suggest_closest(entry, WORDS) if isinstance(entry, str) else ""
    return f'must be among {", ".join(WORDS)}, a member\'s id such as P000197, or have "state" or "governor"{hint}'


def _find_repeated(parsed: tuple[tuple[Entry, ...], ...]) -> Iterator[Flaw]:
    """Find targets that a list names twice. A chamber may come again, for other states."""
    entries = [entry for row in parsed for entry in row]
    words = Counter("governor" if isinstance(entry, GovernorsShape) else entry for entry in entries if _is_word(entry))
    if not entries or max(words.values(), default=0) > 1:
        yield Flaw('"targets" must name at least one office, and each only once')
    seen = dict[str, set[str]]()
    for index, entry in enumerate(row[0] for row in parsed):
        if not isinstance(entry, StateShape):
            continue
        known = [seen[word] for word in entry.words if word in seen]
        if any(not states or not entry.states or states & set(entry.states) for states in known):
            yield Flaw('"targets" must name each chamber of a state only once', (index,))
        for word in entry.words:
            seen.setdefault(word, set()).update(entry.states)


def _is_word(entry: Entry) -> bool:
    return not isinstance(entry, StateShape)


def list_words(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The targets as a campaign's records have them: words, ids and keys, each once."""
    words = dict[str, None]()
    for entry in entries:
        match entry:
            case str():
                words[entry] = None
            case StateShape():
                words |= dict.fromkeys(entry.words)
            case GovernorsShape():
                words[GOVERNOR] = None
    return tuple(words)


def group_states(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """The states whose legislators are called, by word of `STATE_GENERIC`; none means every state."""
    found = dict[str, tuple[str, ...]]()
    for entry in entries:
        if isinstance(entry, StateShape):
            found |= {word: (*found.get(word, ()), *entry.states) for word in entry.words}
    return found


def make_governors(entries: Iterable[Entry]) -> tuple[Governor, ...]:
    """The governors that are listed."""
    shapes = (one for entry in entries if isinstance(entry, GovernorsShape) for one in entry.governor)
    return tuple(map(make_governor, shapes))


def _make_list(entries: Iterable[Entry]) -> TargetsShape:
    return TargetListShape.model_construct(listed=tuple(entries))


Targets = Annotated[TargetsShape, WrapValidator(_parse_targets)]
MINE = _make_list(GENERIC)
