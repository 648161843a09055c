"""The audit trail, verified from the command line, and what a restore notes beside it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.app.keyring import load_current_keys
from bot.config.settings import Config
from bot.core.base.audit.audit import Audit, load_trail_end
from bot.core.base.audit.audit_chain import Verdict
from bot.core.base.audit.audit_witness import Note, make_seals
from bot.core.times.clock import now
from bot.errors import ConfigError
from bot.store.copies.backup import must_exist, open_readable
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
