"""The restore drill: restores a backup where nobody uses it, and checks all that a restored Callboard depends on."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from bot.app.keyring import load_existing_keys
from bot.cli.support.counts import write_count
from bot.cli.upkeep.folder_backup import describe_keys, find_newest
from bot.config.settings import Config
from bot.core.base.audit.audit import Audit, load_trail_end
from bot.core.base.audit.audit_witness import Witness, make_seals
from bot.core.base.keys.key_state import matches_key, read_key_ids
from bot.core.base.keys.keys import Keys
from bot.core.boards.recount import recount
from bot.core.times.clock import now
from bot.core.upkeep.damage import examine_all
from bot.errors import ConfigError, Unavailable, make_config_error
from bot.store.copies.backup_folder import DrillNote, note_drill
from bot.store.copies.throwaway import restore_throwaway
from bot.store.engine import Tx
from bot.store.open import open_store
from bot.store.sql import func, select
from bot.store.statement import Statement
from bot.store.tables import calls

_CALLS = Statement(select(func.count().label("n")).select_from(calls))
_NO_BACKUP = "There's no scheduled backup of this database here. Make one: callboard backup"
_NO_KEY = "There's no key here, so nobody can tell whether it opens the backup."


class DrillReport(Struct, frozen=True):
    """What a drill saw, and what was wrong. Both are sentences."""

    lines: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


async def run_drill(config: Config, environ: Mapping[str, str], file: Path | None = None) -> DrillReport:
    """Restore ``file``, else the newest scheduled backup, in a throw-away place and check it. Nothing else changes.

    How the drill of a scheduled backup went is noted in its folder. Raises ConfigError if there is no backup.
    """
    newest = None if file else find_newest(config)
    source = file or (newest.path if newest else None)
    if source is None:
        raise make_config_error(config.backup.folder, _NO_BACKUP)
    begun = time.monotonic()
    try:
        report = await _drill(config, environ, source)
    except (ConfigError, Unavailable) as error:
        report = DrillReport(problems=tuple(str(error).splitlines()))
    if newest:
        note_drill(config.backup.folder, DrillNote(source.name, now(), " ".join(report.problems)))
    seconds = write_count(max(1, round(time.monotonic() - begun)), "second")
    age = f", made {newest.made_at:%Y-%m-%d %H:%M} UTC ({_name_age(newest.made_at)} ago)" if newest else ""
    return DrillReport((f"The drill of {source}{age} took {seconds}.", *report.lines), report.problems)


async def _drill(config: Config, environ: Mapping[str, str], source: Path) -> DrillReport:
    keys = await load_existing_keys(config, environ)
    if keys is None:
        raise make_config_error(config.folder, _NO_KEY)
    witness = make_seals(config.folder, keys).file.read()
    async with restore_throwaway(config.store.url, source) as place:
        store = await open_store(place.url)  # brings an older schema up to date, as a start does
        try:
            audit = Audit(store, now, make_seals(config.folder, keys))
            return await store.write(lambda tx: _check(tx, keys, audit, witness))
        finally:
            await store.close()


async def _check(tx: Tx, keys: Keys, audit: Audit, witness: Witness) -> DrillReport:
    if await matches_key(tx, keys) is False:
        needed = await read_key_ids(tx)
        return DrillReport(problems=(f"The key here is {keys.id}, and it isn't the backup's. {describe_keys(needed)}",))
    counted, [saved] = await recount(tx), await tx.all(_CALLS)
    damaged = await examine_all(tx, keys)
    verdict = await audit.verify_in(tx, await _shorten(tx, witness))
    wrong, totals = sum(sum(one.wrong.values()) for one in counted), sum(one.totals for one in counted)
    problems = (
        (wrong, f"{wrong:,} of {totals:,} totals differ from the calls. To correct the database's: callboard rebuild"),
        (damaged, f"Rows that can't be read: {len(damaged):,}. callboard doctor lists those of the database."),
        (verdict.broken is not None, f"The audit trail isn't whole: {verdict.why}"),
    )
    lines = (
        f"{write_count(saved.n, 'call')} came back. Totals that differ from them: {wrong:,} of {totals:,}.",
        f"The key {keys.id} is the backup's, and rows that can't be read with it: {len(damaged):,}.",
        f"The audit trail came back: {write_count(verdict.sound, 'entry')}, whole.",
    )
    return DrillReport(lines, tuple(sentence for is_wrong, sentence in problems if is_wrong))


async def _shorten(tx: Tx, witness: Witness) -> Witness:
    """The witness as it was when the trail ended where the backup's does."""
    end, _ = await load_trail_end(tx)
    seals = {seq: some for seq, some in witness.seals.items() if seq <= end}
    return Witness(min(witness.saved, end), min(witness.begun, end), seals)


def _name_age(at: datetime) -> str:
    minutes = int((datetime.now(UTC) - at).total_seconds() // 60)
    hours = minutes // 60
    return write_count(minutes, "minute") if hours < 2 else write_count(hours, "hour")
