"""Display names of targets: members of Congress and state legislators by title and name, or “your representative”."""

from collections.abc import Mapping

from bot.cogs.shared.card_parts import find_place
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaigns
from bot.core.congress.committee_ids import ID as COMMITTEE
from bot.core.congress.committee_names import make_committee_phrase
from bot.core.congress.congress import Congress
from bot.core.directory.members import (
    REPRESENTATIVE,
    VOTELESS,
    Directory,
    Office,
    Title,
    find_house_title,
    list_senate_seats,
)
from bot.core.directory.offices.generic_offices import GENERIC, STATE_GENERIC
from bot.core.directory.states import DISTRICTS
from bot.core.directory.terms import include_everyone
from bot.core.guidance.state_targets import NO_STATES
from bot.core.guidance.targets import parse_state_code
from bot.core.statehouse.state_directory import StateDirectory
from bot.core.statehouse.statehouses import Statehouses
from bot.kit.cards.labels import cut_middle
from bot.kit.cards.reply import shorten
from bot.kit.i18n import Words

SEATS_HELD = frozenset((*DISTRICTS, *list_senate_seats()))
LONGEST = 70  # characters, of a button's 75
_LONGEST_INLINE = 250  # a caller says it aloud, so a subcommittee's name with its committee's must be whole


class Names:
    """Names targets, from one edition of each directory."""

    def __init__(
        self, directory: Directory, files: Mapping[str, CampaignFile], states: StateDirectory = NO_STATES
    ) -> None:
        self._directory, self._files, self._states = directory, files, states

    def name_office(self, words: Words, campaign: str, slot: str, title: Title | None = None) -> str:
        """The name of a campaign's slot by itself, in a heading, a list or a button, within a button's length.

        ``title`` is the title of a member whose name is unknown, None if that is unknown too.
        """
        return self._name_as("label", words, campaign, slot, title)

    def name_office_inline(self, words: Words, campaign: str, slot: str, title: Title | None = None) -> str:
        """The same within a sentence, as an object or after a preposition: "your call to … is saved"."""
        return self._name_as("inline", words, campaign, slot, title)

    def _name_as(self, form: str, words: Words, campaign: str, slot: str, title: Title | None) -> str:
        if slot == REPRESENTATIVE and title in VOTELESS:
            return words.t(f"office.{form}.{title}")
        return shorten(self._name(form, words, campaign, slot), LONGEST if form == "label" else _LONGEST_INLINE)

    def find_title(self, slot: str) -> Title | None:
        """The title of a member of Congress, None for any other target."""
        member = self._directory.find_member(slot)
        return member.title if member else None

    def has_no_vote(self, slot: str) -> bool:
        """Whether a slot is a member of the House who has no floor vote."""
        member = self._directory.find_member(slot)
        return member is not None and member.title in VOTELESS

    def is_legislator(self, id: str) -> bool:
        """Whether this is a state legislator's id."""
        return self._states.find_member(id) is not None

    def find_office(self, id: str) -> Office | None:
        """A member's office, None if it is no longer in the directory."""
        return self._directory.find_office(id) or self._states.find_office(id)

    def place_of(self, office: str) -> str | None:
        """The town of a member's district office, None for any other office."""
        found = self.find_office(office)
        return None if found is None or found.is_in_washington else found.place

    def name_subject(self, words: Words, campaign: str, whom: str) -> str:
        """The name in reports of a member, one of their offices, or a seat."""
        if whom in GENERIC or whom in STATE_GENERIC:
            return words.t(f"report.unknown.{whom}")
        if whom in SEATS_HELD:
            place, _, rank = whom.partition(" ")
            return words.t(f"report.seat.{rank or find_house_title(parse_state_code(place))}", place=find_place(place))
        member, _, elsewhere = whom.partition("-")
        if elsewhere and (member in self._directory.members or self._states.find_member(member)):
            return self._name_office_at_home(words, campaign, whom, member)
        return self.name_office(words, campaign, whom)

    def _name_office_at_home(self, words: Words, campaign: str, id: str, member: str) -> str:
        name, office = self.name_office(words, campaign, member), self.find_office(id)
        return cut_middle(words.t("office.label.at", office=name, place=office.place), LONGEST) if office else name

    def _name(self, form: str, words: Words, campaign: str, slot: str) -> str:
        if COMMITTEE.fullmatch(slot):
            return words.render(make_committee_phrase(slot, form, self._directory.committee_names))
        if slot in GENERIC:
            return words.t(f"office.{form}.{slot}")
        if member := self._directory.members.get(slot):
            return words.t(f"office.{form}.member.{member.title}", name=member.name)
        if legislator := self._states.find_member(slot):
            return words.t(f"office.{form}.state_member.{legislator.title}", name=legislator.name)
        if named := self._name_listed(form, words, campaign, slot):
            return named
        if slot in STATE_GENERIC:
            return words.t(f"office.{form}.{slot}")
        gone = self._directory.edition and slot not in self._directory.past
        return words.t(f"office.{form}.gone" if gone else f"office.{form}.unnamed", slot=slot)

    def _name_listed(self, form: str, words: Words, campaign: str, slot: str) -> str | None:
        """The name of an office or a governor whom a campaign's file lists."""
        file = self._files.get(campaign)
        office = next((one for one in file.listed if one.key == slot), None) if file else None
        governor = next((one for one in file.governors if one.key == slot), None) if file else None
        if office:
            return words.pick(office.name)
        return words.t(f"office.{form}.governor", name=governor.name) if governor else None


class Naming:
    """Loads the current names."""

    def __init__(self, congress: Congress, statehouses: Statehouses, campaigns: Campaigns) -> None:
        self._congress, self._statehouses, self._campaigns = congress, statehouses, campaigns

    async def load_names(self) -> Names:
        """The names for past calls, including members whose term is over. Reads the database only the first time."""
        directory, states = await self._congress.ensure_directory(), await self._statehouses.ensure_directory()
        return Names(include_everyone(directory), self._campaigns.files, states)

    async def load_names_at(self, at: int, draft: CampaignFile | None = None) -> Names:
        """The names of targets that can be called at ``at``. Members whose term is over have none.

        Offices of ``draft``, content that may not be in force, are named as it does.
        """
        await self._congress.ensure_directory()
        files, states = self._campaigns.files, await self._statehouses.ensure_directory()
        return Names(self._congress.get_sitting(at), {**files, draft.key: draft} if draft else files, states)
