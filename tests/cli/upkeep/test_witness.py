"""`audit verify` says so where the witness file can't witness the trail's end."""

import base64
from pathlib import Path

from bot.app.keyring import load_deployment_keys
from bot.cli.upkeep.trail import verify_audit
from bot.config.settings import Config, StoreConfig
from bot.config.store_url import StoreUrl
from bot.core.base.audit.audit import Audit
from bot.core.base.audit.audit_witness import FILE, make_seals
from tests.fixtures import use_store
from tests.services import HandClock

KEY = {"CALLBOARD_KEY": base64.urlsafe_b64encode(bytes(range(32))).decode()}


async def make_trail(folder: Path, count: int) -> Config:
    """A deployment in ``folder`` whose trail has that many entries."""
    config = Config(store=StoreConfig(url=StoreUrl(f"sqlite:///{folder / 'callboard.db'}")))
    config = config.model_copy(update={"folder": folder})
    seals = make_seals(folder, await load_deployment_keys(config, KEY))
    async with use_store(config.store.url.url) as store:
        audit = Audit(store, HandClock(), seals)
        await audit.prepare()
        for number in range(count):
            await store.write(lambda tx, number=number: audit.record(tx, None, "org.add", f"object-{number}", None))  # type: ignore[misc]
        await audit.confirm()
    return config


async def test_a_witness_without_the_trails_end_is_named(tmp_path: Path) -> None:
    config = await make_trail(tmp_path, 3)
    path = tmp_path / FILE
    whole = path.read_text("ascii")
    lines = whole.splitlines(keepends=True)
    assert (await verify_audit(config, KEY)).broken is None
    for damaged in ("", "garbage\n", whole[:100], "".join(lines[:3]), whole.replace("3 ", "2 "), whole.upper()):
        path.write_text(damaged, "ascii")
        verdict = await verify_audit(config, KEY)
        assert (verdict.sound, verdict.broken) == (3, 4), damaged
        assert verdict.why.startswith("callboard.audit doesn't reach the end of the trail")
    path.unlink()
    assert (await verify_audit(config, KEY)).why.startswith("callboard.audit is missing")
    path.write_text(whole, "ascii")
    assert (await verify_audit(config, KEY)).broken is None


async def test_an_empty_trail_needs_no_witness(tmp_path: Path) -> None:
    config = await make_trail(tmp_path, 0)
    (tmp_path / FILE).write_text("", "ascii")
    assert (await verify_audit(config, KEY)).broken is None
