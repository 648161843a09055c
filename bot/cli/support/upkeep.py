"""What an admin checks and corrects from the command line: the audit trail and the totals."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple, assert_never

from bot.config.settings import Config
from bot.core.base.audit.audit import Audit, load_trail_end
from bot.core.base.audit.audit_chain import Verdict
from bot.core.base.audit.audit_witness import Note, make_seals
from bot.core.base.keys.key_state import check_key
from bot.core.boards.recount import Announce, CampaignRecount, recount
from bot.core.people.profiles.residents import Residents
from bot.core.times.clock import now
from bot.core.totals.counting import GroupKind, PostcardKind
from bot.errors import ConfigError
from bot.keyring import load_current_keys, load_deployment_keys
from bot.store.copies.backup import must_be_idle, must_exist, open_readable
from bot.store.glance import glance
from bot.store.open import open_store

_NO_WITNESS = "callboard.audit is missing, so nobody can tell whether the end of the trail was taken away."
_SHORT_WITNESS = (
    "callboard.audit doesn't reach the end of the trail: lines of it are gone or damaged, so nobody can tell whether "
    "the end of the trail was taken away too."
)


async def verify_audit(config: Config, environ: Mapping[str, str]) -> Verdict:
    """Check whether the audit trail is whole. Callboard may be running.

    Raises ConfigError without a database, or without its key.
    """
    address = config.store.url
    must_exist(address)
    seals = make_seals(config.folder, await load_current_keys(config, environ))
    witness = seals.file.read()  # before the database: an entry may be saved at any time
    with open_readable(address) as copy:
        store = await open_store(copy.url)
        try:
            verdict = await Audit(store, now, seals).verify(witness)
        finally:
            await store.close()
    # Each entry is noted before it is saved, so after the database has been read its last one must be there.
    if verdict.broken is None and seals.file.read().begun < verdict.sound:
        why = _SHORT_WITNESS if seals.file.exists else _NO_WITNESS
        return replace(verdict, broken=verdict.sound + 1, why=why)
    return verdict


def describe_unsaved(sound: int, unsaved: int) -> str:
    """What it means that entries after the last ``sound`` one were started but aren't in the trail."""
    first, last = sound + 1, sound + unsaved
    which = f"Entry {first} was" if unsaved == 1 else f"Entries {first} to {last} were"
    return (
        f"{which} announced in callboard.audit and never saved: Callboard ended just before the commit, or is "
        "saving now. Somebody who took an entry out within ten seconds of its saving would leave the same trace, so if "
        "Callboard ran on then, ask who could write to the database. The next start notes this in the trail."
    )


async def note_restore(config: Config, environ: Mapping[str, str]) -> bool:
    """Note in the audit trail's witness file that a backup replaced the database.

    Returns False without the key: then entries that the backup lacks look as if somebody removed them.
    """
    try:
        seals = make_seals(config.folder, await load_current_keys(config, environ))
    except ConfigError:
        return False
    end = await glance(config.store.url, load_trail_end)
    seals.file.note((Note.RESTORED, *(end or (0, b""))))
    return True


class Rebuild(NamedTuple):
    """What a recount found: each campaign's totals, and how many of coverage's numbers of people were wrong."""

    campaigns: tuple[CampaignRecount, ...]
    residents: int

    @property
    def has_wrong(self) -> bool:
        """Whether anything was wrong."""
        return bool(self.residents) or any(one.wrong for one in self.campaigns)


async def rebuild_totals(config: Config, environ: Mapping[str, str], announce: Announce) -> Rebuild:
    """Recompute every total. Raises ConfigError while Callboard is running, and without a database or its key.

    ``announce`` is as in `recount`.
    """
    address = config.store.url
    await must_be_idle(address)
    keys = await load_deployment_keys(config, environ)
    store = await open_store(address.url, spills=True)
    try:
        await check_key(store, keys)
        residents = Residents(store, keys)
        await residents.fold()
        campaigns = await store.write(partial(recount, announce=announce))
        return Rebuild(campaigns, await store.write(residents.recount))
    finally:
        await store.close()


def describe_rebuild(rebuilt: Rebuild) -> list[str]:
    """A sentence for each campaign whose totals were wrong, and for coverage, or one that says that nothing was."""
    wrong = [_describe(one) for one in rebuilt.campaigns if one.wrong]
    if rebuilt.residents:
        were = "number was wrong and is" if rebuilt.residents == 1 else "numbers were wrong and are"
        wrong.append(f"Coverage: {rebuilt.residents:,} {were} right now (people by where they live).")
    total = sum(one.totals for one in rebuilt.campaigns)
    return wrong or [f"Every total was right: {total:,} of them. Nothing was changed."]


def _describe(one: CampaignRecount) -> str:
    number = sum(one.wrong.values())
    names = {by.value: _name_groups(by) for by in GroupKind}
    names |= {PostcardKind[by.name].value: f"postcards of {_name_groups(by)}" for by in GroupKind}
    names |= {"office": "calls to offices", "position": "answers of offices", "asked": "people who asked them"}
    names |= {"answer": "answers to all orgs", "postcard": "postcards in reports", "known": "what scripts know"}
    kinds = ", ".join(f"{count:,} for {names.get(by, repr(by))}" for by, count in one.wrong.items())
    were = "total was wrong and is right now" if number == 1 else "totals were wrong and are right now"
    return f"{one.campaign}: {number:,} {were} ({kinds}). Boards, reports and receipts show it at once."


def _name_groups(by: GroupKind) -> str:
    """What the groups of a kind are called."""
    match by:
        case GroupKind.TOTAL:
            return "everybody"
        case GroupKind.ORG:
            return "orgs"
        case GroupKind.CHAPTER:
            return "chapters"
        case GroupKind.STATE:
            return "states"
        case GroupKind.DISTRICT:
            return "districts"
        case GroupKind.PERSON:
            return "people"
        case _:
            assert_never(by)
