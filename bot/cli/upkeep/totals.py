"""Every total, recomputed from the calls from the command line."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple, assert_never

from bot.app.keyring import load_deployment_keys
from bot.config.settings import Config
from bot.core.base.keys.key_state import check_key
from bot.core.boards.recount import Announce, CampaignRecount, recount
from bot.core.people.profiles.residents import Residents
from bot.core.totals.counting import GroupKind, PostcardKind
from bot.store.copies.backup import must_be_idle
from bot.store.open import open_store


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
