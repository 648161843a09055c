"""The move from SQLite to PostgreSQL: it verifies the copy before it commits, and lists the next steps."""

from collections.abc import Mapping

from bot.app.keyring import load_deployment_keys
from bot.cli.support.counts import write_count
from bot.config.secret_files import read_secret
from bot.config.settings import Config
from bot.config.store_url import StoreUrl, parse_store_url
from bot.config.variables import STORE_VARIABLE
from bot.core.base.audit import audit_witness
from bot.core.base.audit.audit import Audit
from bot.core.base.audit.audit_chain import Verdict
from bot.core.base.audit.audit_witness import Witness, make_seals
from bot.core.base.keys.key_file import FILE, VARIABLE
from bot.core.base.keys.key_state import check_key
from bot.core.boards.recount import recount
from bot.core.privacy import forgotten_ids
from bot.core.times.clock import now
from bot.errors import make_config_error
from bot.store.copies.backup import must_exist
from bot.store.copies.transfer import transfer
from bot.store.engine import Tx
from bot.store.open import open_store

_ALREADY = "Callboard's database is on PostgreSQL already: move goes from SQLite to PostgreSQL alone."
_NO_TARGET = "must be postgresql://USER:PASSWORD@HOST/NAME"
_WRONG_TOTALS = "Totals differ from the calls. Put them right first: callboard rebuild. Nothing was changed."
_OTHER_TRAIL = "The audit trail didn't arrive as it is. Nothing was changed."


async def move_database(config: Config, environ: Mapping[str, str], to: str) -> list[str]:
    """Move everything to the PostgreSQL database at ``to``. Gives sentences on what was done and what comes next.

    Raises ConfigError if Callboard runs on either database, if the target isn't empty, if there is no key, or if the
    copy's totals or audit trail are wrong. Then the target stays empty. The SQLite file always stays.
    """
    target, source = _parse_target(to), config.store.url
    if source.engine != "sqlite":
        raise make_config_error(source, _ALREADY)
    must_exist(source)
    deployment = await load_deployment_keys(config, environ)
    seals = make_seals(config.folder, deployment)
    store = await open_store(source.url)  # takes the lock, and brings the schema up to date
    try:
        await check_key(store, deployment)
        audit, witness = Audit(store, now, seals), seals.file.read()
        trail = await audit.verify(witness)
        copied = await transfer(source.path, target, lambda tx: _verify(tx, audit, witness, trail))
    finally:
        await store.close()
    return [_describe_move(copied, target, trail), *_list_next_steps(config, environ, target)]


def _parse_target(text: str) -> StoreUrl:
    try:
        target = parse_store_url(text)
    except ValueError as error:
        raise make_config_error("--to", f"The address {error}") from None
    if target.engine != "postgresql":
        raise make_config_error("--to", f"The address {_NO_TARGET}")
    return target


async def _verify(tx: Tx, audit: Audit, witness: Witness, trail: Verdict) -> None:
    """Raise ConfigError unless the totals equal the calls and the audit trail verifies exactly as before."""
    if any(one.wrong for one in await recount(tx)):
        raise make_config_error("the totals", _WRONG_TOTALS)
    if await audit.verify_in(tx, witness) != trail:
        raise make_config_error("the audit trail", _OTHER_TRAIL)


def _describe_move(copied: Mapping[str, int], target: StoreUrl, trail: Verdict) -> str:
    checked = "is whole" if trail.broken is None else f"isn't whole, as before: {trail.why.rstrip('.')}"
    moved = f"Moved {write_count(sum(copied.values()), 'row')} to {target}."
    return f"{moved} All of them arrived, every total equals the calls, and the audit trail {checked}."


def _list_next_steps(config: Config, environ: Mapping[str, str], target: StoreUrl) -> list[str]:
    """What an admin does next. With PostgreSQL the key comes from the environment alone."""
    path, before, after = config.store.url.path, config.folder, config.campaigns.parent
    place = f"the variable {STORE_VARIABLE}" if read_secret(environ, STORE_VARIABLE) else "store.url in config.yaml"
    key = f"Set {VARIABLE} to what {before / FILE} holds, for every process. Keep that file: it stays the key."
    if read_secret(environ, VARIABLE):
        key = f"Leave {VARIABLE} as it is: the key stays the same."
    files = f"{audit_witness.FILE} and {forgotten_ids.FILE}"
    stay = f"{files} stay in {after}, where Callboard goes on reading them."
    if before != after:
        stay = f"Move {files} from {before} to {after}, where Callboard looks for them now."
    return [
        "Next:",
        f"1. Set {place} to the address that you gave after --to, with its password: {target}",
        f"2. {key}",
        f"3. {stay}",
        f"4. Start Callboard. {path} still holds everything: don't start on it again, and delete it once all is well.",
    ]
