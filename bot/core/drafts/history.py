"""A campaign's versions: who brought each in and when, what changed, and the way back to one."""

from msgspec import Struct, structs

from bot.core.base.build import Base
from bot.core.base.statuses import CampaignState
from bot.core.campaign_files.campaign_export import list_entries
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_history import Act, HistoryLine, load_history
from bot.core.campaigns.campaign_search import find_campaign, find_campaign_to_show
from bot.core.campaigns.campaigns import Campaign, Campaigns, find_by_id
from bot.core.changes.second_person import SecondPerson
from bot.core.drafts.difference import Difference, Effect, compare_entries, foresee_effect
from bot.core.drafts.draft_rights import find_owner
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.moments import Moment
from bot.roles import Reach
from bot.store.engine import Tx


class Version(Struct, frozen=True):
    """One line of a history, and its author's accounts as (platform, account).

    A file and a forgotten person have none.
    """

    line: HistoryLine
    author: tuple[tuple[str, str], ...]


class Versions(Struct, frozen=True):
    """A campaign's history, newest first."""

    campaign: Campaign
    versions: tuple[Version, ...]


class VersionDetail(Struct, frozen=True):
    """One version: what it changed, and what going back to it would change now.

    ``content`` is None if it can't be read anymore; then nobody knows its ``effect``. ``newest`` means that it is the
    last line of the history.
    """

    campaign: Campaign
    version: Version
    content: CampaignFile | None
    changed: tuple[Difference, ...]
    effect: Effect | None
    newest: bool


class WentBack(Struct, frozen=True):
    """A campaign with an earlier content in force, or the id of what waits for another admin.

    ``was_closed`` and ``live`` are as in `publishing.Published`.
    """

    content: CampaignFile
    waits: str = ""
    was_closed: bool = False
    live: Campaign | None = None


class CampaignHistories:
    """Shows the versions of campaigns within somebody's reach, and goes back to one."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, second: SecondPerson) -> None:
        self._store, self._requests = base.store, base.requests
        self._people, self._campaigns, self._second = people, campaigns, second

    async def list(self, reach: Reach, word: str | None, at: int) -> Versions:
        """The history of the campaign that ``word`` names, or else of the first. Raises UserError if there is none."""

        async def read(tx: Tx) -> Versions:
            campaign = find_campaign_to_show(await self._campaigns.load_within(tx, reach), word, at)
            return Versions(
                campaign, tuple([await self._add_author(tx, one) for one in await self._load(tx, campaign)])
            )

        return await self._store.read(read)

    async def show(self, reach: Reach, word: str, number: int, at: int) -> VersionDetail:
        """One version of a campaign. Raises UserError if there is none."""

        async def read(tx: Tx) -> VersionDetail:
            campaign = find_campaign(await self._campaigns.load_within(tx, reach), word, at, every=True)
            lines = await self._load(tx, campaign)
            line, before = _pick(lines, number), next((one for one in lines if one.number < number), None)
            content = await self._campaigns.find_version(tx, line.version)
            earlier = await self._campaigns.find_version(tx, before.version) if before else None
            return VersionDetail(
                campaign,
                await self._add_author(tx, line),
                content,
                _compare(earlier, content),
                await foresee_effect(tx, self._campaigns, campaign, content) if content else None,
                line is lines[0],
            )

        return await self._store.read(read)

    async def go_back(
        self, caller: Caller, reach: Reach, word: str, number: int, request: str, at: int, over: str = ""
    ) -> WentBack:
        """Put an earlier content in force again, once per ``request``. It becomes a new version.

        ``over`` begins the version that the caller saw in force, empty if they saw none. Raises UserError, also if
        another one is in force.
        """

        async def go_back(tx: Tx) -> WentBack:
            person = await self._people.take(tx, caller)
            campaign = find_campaign(await self._campaigns.load_within(tx, reach), word, at, every=True)
            owner = await find_owner(tx, reach, campaign)
            content = await self._find_content(tx, campaign, number)
            if answer := await self._requests.find_answer(tx, request):
                return WentBack(content, answer["waits"], answer.get("was_closed", False))
            in_force = await self._campaigns.lock(tx, campaign.id)
            if in_force and not in_force.version.startswith(over):
                raise UserError("history.moved_on")
            live = find_by_id(await self._campaigns.read_all(tx), campaign.id)
            was_closed = live is not None and live.state(at) is CampaignState.CLOSED
            _check_close(content, in_force, at)
            waits = await self._second.put(tx, person.id, Act.BACK, content, in_force, owner.id if owner else None)
            done = WentBack(content, waits or "", was_closed)
            answer = {"waits": done.waits, "was_closed": done.was_closed}
            await self._requests.keep_answer(tx, caller, request, answer, at)
            return done

        done = await self._store.write(go_back)
        self._second.wake()
        known = await self._campaigns.load_all()
        return done if done.waits else structs.replace(done, live=find_by_id(known, done.content.key))

    async def _load(self, tx: Tx, campaign: Campaign) -> tuple[HistoryLine, ...]:
        return await load_history(tx, campaign.id)

    async def _find_content(self, tx: Tx, campaign: Campaign, number: int) -> CampaignFile:
        line = _pick(await self._load(tx, campaign), number)
        content = await self._campaigns.find_version(tx, line.version)
        if content is None:
            raise UserError("history.damaged", number=number)
        return content

    async def _add_author(self, tx: Tx, line: HistoryLine) -> Version:
        return Version(line, await self._people.load_accounts_of(tx, line.actor) if line.actor else ())


def _pick(lines: tuple[HistoryLine, ...], number: int) -> HistoryLine:
    found = next((one for one in lines if one.number == number), None)
    if found is None:
        raise UserError("history.unknown", number=number)
    return found


def _compare(before: CampaignFile | None, after: CampaignFile | None) -> tuple[Difference, ...]:
    return compare_entries(list_entries(before), list_entries(after)) if before and after else ()


def _check_close(content: CampaignFile, in_force: CampaignFile | None, at: int) -> None:
    """Refuse a content whose close has passed, unless the one in force has the same."""
    if content.closes is not None and content.closes <= at and (in_force is None or in_force.closes != content.closes):
        raise UserError("history.past", when=Moment(content.closes, content.timezone, shared=True, dated=True))
