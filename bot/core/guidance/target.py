"""One target: a person or office to call in a campaign."""

from msgspec import Struct

from bot.core.campaign_files.campaign_file import Listed
from bot.core.directory.generic_offices import GENERIC
from bot.core.directory.members import Member, Title
from bot.phrases import Phrase, Translations, make_phrase, make_translations


class Target(Struct, frozen=True):
    """A person or office to call. Calls count for ``slot``, the target's key.

    The key is a member's id, the key of an office from the campaign file, or a committee's id while its members are
    unknown. For a caller whose own member is unknown, it is a word of `GENERIC`; ``generic`` keeps that word after the
    member is known. ``ended`` means that the member is unknown because a term has ended. ``title`` is set for a
    delegate whose name is unknown, ``committee`` for a committee.
    """

    slot: str
    generic: str | None = None
    member: Member | None = None
    listed: Listed | None = None
    ended: bool = False
    title: Title | None = None
    committee: Phrase | None = None

    @property
    def label(self) -> str | Phrase | Translations:
        """The target's name in a sentence."""
        if self.member:
            return self.member.name
        if self.listed:
            return make_translations(self.listed.name)
        if self.title:
            return Phrase(f"office.inline.{self.title}")
        if self.slot in GENERIC:
            return Phrase(f"office.inline.{self.slot}")
        return self.committee or make_phrase("office.inline.unnamed", slot=self.slot)


class TargetChoice(Struct, frozen=True):
    """A target's key, and the office that was named, empty if none was."""

    slot: str
    office: str = ""
