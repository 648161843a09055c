"""Who may see a campaign: the whole coalition, or only one org's people and spaces."""

from collections.abc import Collection

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.people.people import People
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Statement
from bot.store.tables import chapters, orgs, people
from bot.text import fold

_ORGS = Statement(select(orgs.c.id, orgs.c.name).where(orgs.c.archived_at.is_(None), orgs.c.placeholder == 0))
_CHAPTERS = Statement(select(chapters.c.id, chapters.c.org_id).where(chapters.c.archived_at.is_(None)))
_OF_PERSON = Statement(
    select(chapters.c.org_id).where(people.c.id == bindparam("person"), people.c.chapter_id == chapters.c.id)
)

Orgs = frozenset[str] | None  # ids; None means every org, as for admins


async def find_orgs_met(tx: Tx, known: People, caller: Caller) -> Orgs:
    """The orgs that somebody belongs to or acts for, and the org of the space they are in."""
    own, here = await known.find(tx, caller), await known.find_space_org(tx, caller)
    theirs = await find_orgs_of(tx, known, own.id) if own else frozenset[str]()
    if theirs is None or known.is_config_admin(caller):
        return None
    return theirs | {here} if here else theirs


async def find_orgs_of(tx: Tx, known: People, person_id: str) -> Orgs:
    """The orgs that somebody belongs to or acts for, in any space."""
    within = await find_orgs_within(tx, await known.find_reach(tx, person_id))
    return None if within is None else within | {row.org_id for row in await tx.all(_OF_PERSON, person=person_id)}


async def find_orgs_within(tx: Tx, reach: Reach) -> Orgs:
    """The orgs that somebody acts for, as a whole or for a chapter."""
    if reach.role is Role.ADMIN:
        return None
    captained = await tx.all(_CHAPTERS) if reach.chapters else []
    return reach.orgs | {row.org_id for row in captained if row.id in reach.chapters}


async def find_names(tx: Tx, ids: Collection[str]) -> frozenset[str]:
    """The folded names of orgs that aren't archived."""
    return frozenset(fold(row.name) for row in await tx.all(_ORGS) if row.id in ids)


async def find_owner(tx: Tx, file: CampaignFile) -> str | None:
    """The id of the org that a campaign file names, None if it names none or an unknown one."""
    named = fold(file.org or "")
    return next((str(row.id) for row in await tx.all(_ORGS) if fold(row.name) == named), None)
