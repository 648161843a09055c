"""Checks names in campaign files: finds members who left Congress, and unknown committees and organizations."""

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.org_directory import EVERYTHING, fetch_orgs
from bot.core.congress.committee_names import find_committee_name
from bot.core.congress.congress import Congress
from bot.core.directory.members import Directory
from bot.core.directory.offices.generic_offices import GENERIC, STATE_GENERIC
from bot.store.engine import Store, Tx


class Fault(StrEnum):
    """What is wrong with a name in a campaign file."""

    MEMBER = "member"  # nobody in Congress has the id: the member left, or the id is mistyped
    VACANT = "vacant"  # an admin or the config marks the member's seat as vacant
    COMMITTEE = "committee"  # there is no such committee
    NOBODY = "nobody"  # the data name nobody who sits on the committee
    ORG = "org"  # there is no such organization
    UNCHECKED = "unchecked"  # no Congress data is loaded
    UNCHECKED_ORG = "unchecked_org"  # there is no database

    @property
    def certain(self) -> bool:
        """Whether the name is certainly wrong, rather than unchecked."""
        return self not in (Fault.UNCHECKED, Fault.UNCHECKED_ORG)


class Reference(Struct, frozen=True):
    """A name in a campaign file that matches nothing, or can't be checked yet."""

    campaign: str
    fault: Fault
    name: str


def find_faulty_names(file: CampaignFile, directory: Directory, orgs: Collection[str] | None) -> tuple[Reference, ...]:
    """Find a campaign's faulty names. ``orgs`` are the organizations' names, None if they aren't known."""
    return (*_check_members(file, directory), *_check_committee(file, directory), *_check_org(file, orgs))


def _check_members(file: CampaignFile, directory: Directory) -> Iterator[Reference]:
    own = {office.key for office in file.listed}
    for id in file.targets:
        if id in GENERIC or id in STATE_GENERIC or id in own:
            continue
        former = directory.past.get(id)
        if directory.edition is None:
            yield Reference(file.key, Fault.UNCHECKED, id)
        elif former and former.seat in directory.vacant:
            yield Reference(file.key, Fault.VACANT, id)
        elif directory.find_member(id) is None:
            yield Reference(file.key, Fault.MEMBER, id)


def _check_committee(file: CampaignFile, directory: Directory) -> Iterator[Reference]:
    id = file.committee
    if id is None or id in directory.committees:
        return
    name = find_committee_name(id, directory.committee_names)
    if name is None and (directory.committees or find_committee_name(id[:4]) is None):
        yield Reference(file.key, Fault.COMMITTEE, id)
    elif name and directory.committees:
        yield Reference(file.key, Fault.NOBODY, id)


def _check_org(file: CampaignFile, orgs: Collection[str] | None) -> Iterator[Reference]:
    if file.org and orgs is None:
        yield Reference(file.key, Fault.UNCHECKED_ORG, file.org)
    elif file.org and orgs is not None and file.org.casefold() not in {name.casefold() for name in orgs}:
        yield Reference(file.key, Fault.ORG, file.org)


async def fetch_org_names(tx: Tx) -> frozenset[str]:
    """The names of all organizations that aren't archived."""
    return frozenset(org.name for org in await fetch_orgs(tx, EVERYTHING))


class References:
    """Checks the names in campaign files."""

    def __init__(self, store: Store, campaigns: Campaigns, congress: Congress) -> None:
        self._store, self._campaigns, self._congress = store, campaigns, congress

    async def read(self, at: int, chosen: Iterable[Campaign] | None = None) -> tuple[Reference, ...]:
        """Find the faulty names of ``chosen``, or of every campaign, at ``at``."""
        only = None if chosen is None else {campaign.id for campaign in chosen}

        async def read(tx: Tx) -> tuple[Reference, ...]:
            directory, orgs = await self._congress.load_sitting(tx, at), await fetch_org_names(tx)
            files = (one.file for one in await self._campaigns.read_all(tx) if only is None or one.id in only)
            return tuple(reference for file in files for reference in find_faulty_names(file, directory, orgs))

        return await self._store.read(read)
