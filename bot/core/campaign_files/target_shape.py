"""The model of a campaign's targets: the caller's own members of Congress, named members, or the file's own offices."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from bot.config.checks import Flaw, FlawsError, TimeZone, suggest_closest
from bot.core.campaign_files.file_parts import Key, Phone, Shape, check_line, check_words
from bot.core.congress.committees import ID as COMMITTEE
from bot.core.directory.generic_offices import GENERIC
from bot.text import outline

MAX_TARGETS = 100  # the largest committees have about 65 members
MAX_NAME = 60  # characters, of a button's 75
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


class TargetsShape(Shape):
    """The offices to call, in order: either ``members``, ``offices``, or the members of a ``committee``.

    ``members`` are ids, or words of `GENERIC` for the caller's own members. ``committee`` is an id.
    """

    committee: Annotated[str, AfterValidator(_check_committee)] | None = None
    members: Annotated[tuple[Annotated[str, AfterValidator(_check_member)], ...], Field(max_length=MAX_TARGETS)] = ()
    offices: Annotated[tuple[ListedShape, ...], Field(alias="list", max_length=MAX_TARGETS)] = ()

    @model_validator(mode="after")
    def _check_somebody(self) -> "TargetsShape":
        if sum(map(bool, (self.committee, self.members, self.offices))) != 1:
            raise FlawsError([Flaw('"targets" must have one of "committee", "members" and "list"')])
        names = (*self.members, *(one.key for one in self.offices))
        if len(set(names)) < len(names):
            raise FlawsError([Flaw('"targets" must name each office only once')])
        return self


def _parse_targets(value: Any, handler: ValidatorFunctionWrapHandler) -> TargetsShape:
    """Accept one word, a list of words and ids, or the keys of a `TargetsShape`."""
    entries = [value] if isinstance(value, str) else value
    if not isinstance(entries, list):
        return handler(value)  # type: ignore[no-any-return]  # returns the field's own type
    entries = [outline(entry) if isinstance(entry, str) else entry for entry in entries]
    flaws = [
        Flaw(f'"targets" {_explain_word(entry)}', () if isinstance(value, str) else (index,))
        for index, entry in enumerate(entries)
        if entry not in WORDS and not (isinstance(entry, str) and _MEMBER.fullmatch(entry))
    ]
    if flaws:
        raise FlawsError(flaws)
    slots = [slot for entry in entries for slot in GROUPS.get(entry, (entry,))]
    if not slots or len(set(slots)) < len(slots):
        raise ValueError("must name at least one office, and each only once")
    return _make_targets(tuple(slots))


def _explain_word(entry: object) -> str:
    hint = suggest_closest(entry, WORDS) if isinstance(entry, str) else ""
    return f"must be among {', '.join(WORDS)}, or a member's id such as P000197{hint}"


def _make_targets(slots: tuple[str, ...]) -> TargetsShape:
    return TargetsShape.model_construct(committee=None, members=slots, offices=())


Targets = Annotated[TargetsShape, WrapValidator(_parse_targets)]
MINE = _make_targets(GENERIC)
