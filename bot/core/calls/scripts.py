"""Finds the script for the next office to call."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from msgspec import Struct

from bot.core.calls.known_positions import find_known_positions
from bot.core.calls.speech import Speech, choose_speech
from bot.core.campaign_files.campaign_file import CampaignFile, Script, find_text
from bot.core.campaigns.campaign_search import Use, find_open
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.coalition import Coalition
from bot.core.directory.members import Title
from bot.core.guidance.build import GuidanceServices
from bot.core.guidance.campaign_choice import OpenTargets, load_open_targets
from bot.core.guidance.delegates import find_title, has_no_vote
from bot.core.guidance.line_reports import LineReports
from bot.core.guidance.phone_lines import PhoneLine
from bot.core.guidance.targets import Target, TargetChoice, Targets, choose_target
from bot.core.people.identified import read_identified
from bot.core.people.people import People, Person
from bot.core.people.profiles.profiles import Profile, find_home_zone
from bot.core.slots.own_slots import choose_campaign_to_call, find_campaigns_left, find_slots_today
from bot.identity import Caller, Identity
from bot.store.engine import Store, Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Statement
from bot.store.tables import orgs

ChooseLanguage = Callable[[Identity], str | None]


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything a caller needs for the next call.

    - ``target`` and ``line`` are None once no more calls count today. ``position`` counts from 1.
    - ``script`` is the caller's language's, ``speech`` what to say to this target in that language and in English.
    - ``onward`` is the next open slot after it, or None.
    - ``chapter`` and ``org`` are None for people without one; ``zone`` is None if the caller's zone is unknown.
    - ``reached`` are the targets with a completed call today.
    - ``further`` are the other open campaigns with somebody left to call, filled in once this one has nobody left.
    - ``others`` are the other open campaigns with somebody to call, if the caller named no campaign.
    """

    campaign: Campaign
    script: Script
    speech: Speech
    target: Target | None
    line: PhoneLine | None
    position: int
    targets: Targets
    onward: str | None
    reached: tuple[str, ...]
    profile: Profile
    chapter: str | None
    org: str | None
    zone: str | None = None
    further: tuple[Campaign, ...] = ()
    others: tuple[Campaign, ...] = ()

    @property
    def english(self) -> Script:
        """What is said to the office. Every campaign has it."""
        return self.campaign.file.scripts["en"]

    @property
    def title(self) -> Title | None:
        """The title of the person to call, None if unknown."""
        return find_title(self.target, self.targets.place)

    @property
    def is_voteless(self) -> bool:
        """Whether the person to call has no vote on the floor."""
        return has_no_vote(self.target, self.targets.place)


class NextCall(Struct, frozen=True):
    """Whom a caller calls next in a campaign, which open slot comes after it, or None, and whom they reached today."""

    campaign: Campaign
    open_targets: OpenTargets
    targets: Targets
    choice: TargetChoice
    onward: str | None
    reached: tuple[str, ...] = ()

    @property
    def target(self) -> Target | None:
        """The target, None once no more calls count today."""
        return self.targets.find(self.choice.slot)

    @property
    def others(self) -> tuple[Campaign, ...]:
        """The other open campaigns with somebody for the caller to call."""
        return tuple(one for one, own in self.open_targets if own.all and one.id != self.campaign.id)


_ORG_NAME = Statement(select(orgs.c.name).where(orgs.c.id == bindparam("org"), orgs.c.placeholder == 0))


class Scripts:
    """Finds whom to call next and what to say."""

    def __init__(
        self, store: Store, people: People, coalition: Coalition, campaigns: Campaigns, guidance: GuidanceServices
    ) -> None:
        self._store, self._people, self._coalition = store, people, coalition
        self._campaigns, self._finder, self._lines = campaigns, guidance.finder, guidance.lines

    async def fetch_prompt(
        self,
        caller: Caller,
        at: int,
        campaign: str | None,
        language: str | None,
        office: str | None = None,
        zone: str | None = None,
    ) -> Prompt:
        """The script for ``office``, or for the caller's first target with no completed call today.

        ``zone`` is the caller's time zone if the platform knows it.
        """

        async def read(tx: Tx) -> Prompt:
            person = await self._people.find(tx, caller)
            return await self._read_prompt(tx, caller, person, at, campaign, language, office)

        return _add_zone(await self._store.read(read), zone)

    async def identify_and_fetch_prompt(
        self,
        caller: Caller,
        manages: bool | None,
        at: int,
        campaign: str | None,
        choose_language: ChooseLanguage,
        office: str | None = None,
        zone: str | None = None,
    ) -> tuple[Prompt, Identity]:
        """Do the same and identify the caller, as in `read_identified`; the language may depend on who they are."""

        async def read(tx: Tx, person: Person | None, identity: Identity) -> Prompt:
            language = choose_language(identity)
            return await self._read_prompt(tx, caller, person, at, campaign, language, office)

        prompt, identity = await read_identified(self._store, self._people, caller, manages, read)
        return _add_zone(prompt, zone), identity

    async def find_next_call(
        self, tx: Tx, caller: Caller, person: Person | None, at: int, campaign: str | None, office: str | None = None
    ) -> NextCall:
        """Whom the caller calls next: ``office``, or else their first target with no completed call today.

        Raises UserError if the campaign isn't open.
        """
        profile = person.profile if person else None
        known = await self._campaigns.load_visible(tx, caller)
        open_targets = await load_open_targets(tx, known, self._finder, profile, at)
        if open_targets and not campaign:
            chosen = await choose_campaign_to_call(tx, self._people, caller, person, open_targets, at)
        else:
            chosen = await find_open(tx, known, campaign, at, Use.SCRIPT)
        targets = await self._finder.find(tx, chosen.file, profile, at)
        slots = await find_slots_today(tx, self._people, caller, person, chosen, targets, at)
        choice = _find_choice(office, targets, chosen.file) or TargetChoice(slots.find_next_after() or "")
        return NextCall(chosen, open_targets, targets, choice, slots.find_next_after(choice.slot), slots.reached)

    async def _read_prompt(
        self,
        tx: Tx,
        caller: Caller,
        person: Person | None,
        at: int,
        word: str | None,
        language: str | None,
        office: str | None,
    ) -> Prompt:
        call = await self.find_next_call(tx, caller, person, at, word, office)
        chapter = await self._coalition.find_chapter(tx, person.chapter_id if person else None, caller)
        org = await tx.one(_ORG_NAME, org=chapter.org_id)
        profile = person.profile if person else Profile()
        prompt = await make_prompt(tx, self._lines, call, profile, language, at)
        further: tuple[Campaign, ...] = ()
        if prompt.target is None:
            left = (call.open_targets, at, call.campaign.id)
            further = await find_campaigns_left(tx, self._people, caller, person, *left)
        return replace(
            prompt,
            chapter=None if chapter.placeholder else chapter.name,
            org=org.name if org else None,
            further=further,
            others=() if word else call.others,
        )


async def make_prompt(
    tx: Tx, lines: LineReports, call: NextCall, profile: Profile, language: str | None, at: int
) -> Prompt:
    """The prompt for a call by somebody with this profile, without their chapter, org and zone."""
    campaign, targets, target = call.campaign, call.targets, call.target
    script, english = find_text(campaign.file.scripts, language), campaign.file.scripts["en"]
    phone, tried = campaign.file.phone, call.choice.office
    speech = Speech(english.text, script.text)
    if target:
        speech = await _choose_speech(tx, target, english, script, campaign.id, at, targets.place)
    return Prompt(
        campaign=campaign,
        script=script,
        speech=speech,
        target=target,
        line=await lines.pick_line(tx, target, phone, at, tried) if target else None,
        position=targets.all.index(target) + 1 if target else len(targets.all),
        targets=targets,
        onward=call.onward,
        reached=call.reached,
        profile=profile,
        chapter=None,
        org=None,
    )


def _add_zone(prompt: Prompt, zone: str | None) -> Prompt:
    return replace(prompt, zone=find_home_zone(zone, prompt.profile, prompt.targets.directory))


def _find_choice(office: str | None, targets: Targets, file: CampaignFile) -> TargetChoice | None:
    """The target that a card's button names, or None if the caller no longer calls that target."""
    choice = choose_target(office, targets, file, tapped=True) if office else None
    return choice if choice and targets.find(choice.slot) else None


async def _choose_speech(
    tx: Tx, target: Target, english: Script, own: Script, campaign: str, at: int, place: str | None
) -> Speech:
    if target.official and any(when.ask for when in english.when):
        known = await find_known_positions(tx, target.official, campaign, at)
        return choose_speech(target, english, own, known, place)
    return choose_speech(target, english, own, place=place)
