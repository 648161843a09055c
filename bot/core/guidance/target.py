"""One whom somebody calls in a campaign."""

from msgspec import Struct

from bot.core.campaigns.campaign_file import Listed
from bot.core.congress.committee_names import committee_phrase
from bot.core.congress.committees import ID as COMMITTEE
from bot.core.directory.generic_offices import GENERIC
from bot.core.directory.members import Member, Title
from bot.phrases import Phrase, phrase


class Target(Struct, frozen=True):
    """One whom somebody rings; ``slot`` is what the calls to them count for.

    That is a member's id, whichever of the member's offices was rung, the key of an office of the campaign's own, or a
    committee's id while nobody knows who sits there. While nobody knows who one's own member is, it is the word of
    `GENERIC` that ``generic`` keeps of them later, too. ``ended`` says that nobody is known since a term has ended,
    ``title`` is that of a delegate whose name nobody knows.
    """

    slot: str
    generic: str | None = None
    member: Member | None = None
    listed: Listed | None = None
    ended: bool = False
    title: Title | None = None

    @property
    def label(self) -> str | Phrase:
        """What a sentence calls it."""
        if self.member:
            return self.member.name
        if self.listed:
            return self.listed.name["en"]
        if self.title:
            return Phrase(f"office.{self.title}")
        if self.slot in GENERIC:
            return Phrase(f"office.{self.slot}")
        return (
            committee_phrase(self.slot) if COMMITTEE.fullmatch(self.slot) else phrase("office.unnamed", slot=self.slot)
        )


class Chosen(Struct, frozen=True):
    """A slot, and the office of it that was named; empty where none was."""

    slot: str
    office: str = ""
