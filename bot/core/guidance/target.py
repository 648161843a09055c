"""One target: a person or office to call in a campaign."""

from msgspec import Struct

from bot.core.campaign_files.campaign_file import Listed
from bot.core.campaign_files.state_shape import Governor
from bot.core.directory.members import Member, Title
from bot.core.directory.offices.generic_offices import GENERIC, STATE_GENERIC
from bot.core.statehouse.state_directory import StateMember
from bot.phrases import Phrase, Translations, make_phrase, make_translations


class Target(Struct, frozen=True):
    """A person or office to call. Calls count for ``slot``, the target's key.

    The key is a member's id, the key of an office from the campaign file, or a committee's id while its members are
    unknown. For a caller whose own member is unknown, it is a word of `GENERIC` or `STATE_GENERIC`; ``generic`` keeps
    that word after the member is known. A target in a state has its ``state`` as far as it is known, and a ``number``
    to call where no office's is known, empty without one. ``ended`` means that the member is unknown because a term has
    ended. ``title`` is set for a delegate whose name is unknown, ``committee`` for a committee.
    """

    slot: str
    generic: str | None = None
    member: Member | None = None
    listed: Listed | None = None
    ended: bool = False
    title: Title | None = None
    committee: Phrase | None = None
    legislator: StateMember | None = None
    governor: Governor | None = None
    state: str | None = None
    number: str = ""

    @property
    def official(self) -> Member | StateMember | None:
        """The member of Congress or state legislator, who may have several offices. None for any other target."""
        return self.member or self.legislator

    @property
    def is_of_state(self) -> bool:
        """Whether it is somebody in the caller's state government."""
        return self.generic in STATE_GENERIC

    @property
    def is_named(self) -> bool:
        """Whether it is known who it is."""
        return bool(self.official or self.listed or self.governor)

    @property
    def label(self) -> str | Phrase | Translations:
        """The target's name in a sentence."""
        if named := self.official or self.governor:
            return named.name
        if self.listed:
            return make_translations(self.listed.name)
        if self.title:
            return Phrase(f"office.inline.{self.title}")
        if self.slot in GENERIC or self.is_of_state:
            return Phrase(f"office.inline.{self.slot}")
        return self.committee or make_phrase("office.inline.unnamed", slot=self.slot)


def name_first_office(official: str) -> str:
    """The word on a button that means somebody's office in Washington or at the capitol, even if its line is busy.

    Their id alone means whichever of their offices is best to call.
    """
    return f"{official}-first"


class TargetChoice(Struct, frozen=True):
    """A target's key, and the office that was named, empty if none was."""

    slot: str
    office: str = ""
