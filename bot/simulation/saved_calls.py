"""The calls that a throw-away deployment saved, by the account that logged them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.app.keyring import load_deployment_keys
from bot.core.base.keys.caller_keys import hash_account
from bot.core.base.keys.keys import Keys
from bot.core.boards.recount import recount
from bot.core.totals.counting import Outcome
from bot.identity import Caller
from bot.simulation.deployment import Deployment
from bot.simulation.plan.places import Platform
from bot.store.engine import Tx
from bot.store.open import open_store
from bot.store.sql import select
from bot.store.statement import Statement
from bot.store.tables import accounts, calls

_ACCOUNTS = Statement(select(accounts.c.key, accounts.c.person_id))
_CALLS = Statement(
    select(calls.c.person_id, calls.c.reference, calls.c.slot, calls.c.day, calls.c.outcome, calls.c.removed_as)
)
_UNDONE = "undo"


@dataclass(frozen=True, slots=True)
class SavedCall:
    """One row. ``slot`` is the target and the day that it counts for."""

    reference: str
    slot: tuple[str, str]
    outcome: Outcome
    undone: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """All rows by account, the rows of nobody among ``accounts``, and how many totals differed from the rows."""

    by_account: Mapping[tuple[Platform, str], tuple[SavedCall, ...]]
    strangers: int
    wrong_totals: int


async def read_saved(deployment: Deployment, people: Iterable[tuple[Platform, str]]) -> Saved:
    """Read every call of these accounts, while Callboard isn't running. Raises Unavailable."""
    config = deployment.config
    keys = await load_deployment_keys(config, deployment.environ)
    store = await open_store(config.store.url.url)
    try:
        by_person = await store.read(_read_calls)
        found = await store.read(lambda tx: _read_accounts(tx, keys, people))
        recounted = await store.write(recount)
    finally:
        await store.close()
    by_account = {whose: tuple(by_person.pop(person, ())) for whose, person in found.items()}
    wrong = sum(sum(one.wrong.values()) for one in recounted)
    return Saved(by_account, sum(map(len, by_person.values())), wrong)


async def _read_calls(tx: Tx) -> dict[str, list[SavedCall]]:
    found = defaultdict[str, list[SavedCall]](list)
    for row in await tx.all(_CALLS):
        call = SavedCall(row.reference, (row.slot, row.day), Outcome(row.outcome), row.removed_as == _UNDONE)
        found[str(row.person_id)].append(call)
    return found


async def _read_accounts(tx: Tx, keys: Keys, people: Iterable[tuple[Platform, str]]) -> dict[tuple[Platform, str], str]:
    rows = {bytes(row.key): str(row.person_id) for row in await tx.all(_ACCOUNTS)}
    hashes = {whose: hash_account(keys, Caller(*whose, None)) for whose in people}
    return {whose: rows[key] for whose, key in hashes.items() if key in rows}
