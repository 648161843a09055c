"""Shows a campaign's script as a volunteer would get it, to the people who run the campaign. Nothing is counted."""

from dataclasses import replace

from msgspec import Struct

from bot.core.calls.scripts import NextCall, Prompt, make_prompt
from bot.core.campaigns.campaign_search import ask_which_open, find_campaign_to_show
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.congress.congress import Congress
from bot.core.congress.places import Question, explain_without_maps, locate_zip, parse_place, parse_zip
from bot.core.drafts.draft_search import choose_draft
from bot.core.drafts.drafts import Drafts
from bot.core.guidance.build import GuidanceServices
from bot.core.guidance.targets import TargetChoice, Targets
from bot.core.people.profiles.profiles import Profile, find_home_zone, live_in
from bot.core.statehouse.state_directory import StateDirectory
from bot.core.statehouse.typed_districts import find_by_code, read_state_district, write_code
from bot.errors import UserError
from bot.phrases import list_choices
from bot.roles import Reach
from bot.store.engine import Store, Tx

DRAFT = "draft."  # begins the word for a draft, before its id; no campaign's key has a dot


class Viewer(Struct, frozen=True):
    """The volunteer to imagine: where they live, their language and name.

    ``place`` is a district, a state, or the code of a state legislature's district; None if unknown.
    """

    place: str | None = None
    language: str | None = None
    name: str | None = None


class Previews:
    """Makes the prompts of volunteers who don't exist."""

    def __init__(
        self, store: Store, campaigns: Campaigns, drafts: Drafts, congress: Congress, guidance: GuidanceServices
    ) -> None:
        self._store, self._campaigns, self._drafts = store, campaigns, drafts
        self._congress, self._finder, self._lines = congress, guidance.finder, guidance.lines

    async def locate(self, typed: str, at: int) -> str:
        """The district or state that was typed; one of a state legislature by its code.

        Raises UserError for anything else, and for a ZIP with several.
        """
        if (meant := read_state_district(typed, StateDirectory())) and meant.certain:
            return write_code(meant.certain[0])
        found = await self._store.read(lambda tx: self._locate(tx, typed, at))
        if isinstance(found, Question):
            if not found.districts:
                raise UserError("preview.no_zip", field="place", word=typed)
            raise UserError("preview.zip", field="place", word=typed, known=list_choices(found.districts))
        return found

    async def _locate(self, tx: Tx, typed: str, at: int) -> str | Question:
        if zip := parse_zip(typed):
            return await locate_zip(tx, self._congress, zip, at)
        try:
            return parse_place(typed)
        except UserError as error:
            has_maps = (await self._congress.load_directory(tx)).maps.loaded
            raise error if has_maps else explain_without_maps(error) from None

    async def choose(self, reach: Reach, word: str | None, at: int) -> str | None:
        """``word``, or the word for a draft while there is no campaign yet.

        Raises UserError, also without a word while several campaigns are open.
        """
        if word and word.startswith(DRAFT):
            return word
        if campaigns := await self._campaigns.list_within(reach):
            if not word:
                ask_which_open(campaigns, at)
            return word
        known = await self._drafts.list(reach)
        if not known:
            return word
        try:
            return f"{DRAFT}{choose_draft(known, word).id}"
        except UserError as error:  # the campaign is the draft's only place in `/campaign preview`
            offers = ((f"{DRAFT}{draft}", label) for draft, label in error.choices)
            raise UserError(error.key, field="campaign", **error.params).add_choices(offers) from None

    async def fetch(
        self, reach: Reach, word: str | None, viewer: Viewer, number: int, at: int, zone: str | None = None
    ) -> Prompt:
        """The prompt for office ``number``, from 1, of the campaign or draft that ``word`` names.

        Past the last office, it is the prompt of a caller who is done. ``zone`` applies unless a place gives another.
        Raises UserError.
        """

        draft = await self._load_draft(reach, word, at) if word and word.startswith(DRAFT) else None

        async def read(tx: Tx) -> Prompt:
            campaign = draft or find_campaign_to_show(await self._campaigns.load_within(tx, reach), word, at)
            return await self._read_prompt(tx, campaign, viewer, number, at)

        prompt = await self._store.read(read)
        return replace(prompt, zone=prompt.zone or zone)

    async def _load_draft(self, reach: Reach, word: str, at: int) -> Campaign:
        """The campaign that a draft makes. Raises UserError while something is missing or wrong in it."""
        view = await self._drafts.load(reach, word.removeprefix(DRAFT), at)
        if view.campaign is None:
            raise UserError("preview.unready")
        return Campaign(view.campaign, "open", view.campaign.timezone, None, None, in_chat=True)

    async def _read_prompt(self, tx: Tx, campaign: Campaign, viewer: Viewer, number: int, at: int) -> Prompt:
        profile = Profile(district=viewer.place, name=viewer.name, language=viewer.language)
        if key := find_by_code(viewer.place or "", StateDirectory()):
            profile = live_in(replace(profile, district=None), keys=(key,))
        targets = await self._finder.find(tx, campaign.file, profile, at)
        choice = TargetChoice(_choose_slot(targets, number) or "")
        call = NextCall(campaign, (), targets, choice, _choose_slot(targets, number + 1))
        prompt = await make_prompt(tx, self._lines, call, profile, viewer.language, at)
        zone = find_home_zone(None, profile, targets.directory)
        return replace(prompt, org=campaign.file.org, zone=zone)


def _choose_slot(targets: Targets, number: int) -> str | None:
    """The slot of an office by its number, from 1. None past the last."""
    return targets.slots[number - 1] if 0 < number <= len(targets.slots) else None
