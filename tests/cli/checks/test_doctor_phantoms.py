"""`doctor` names the roles that earlier versions gave to nonexistent accounts, and how to remove them."""

from collections.abc import Collection
from pathlib import Path

import pytest

from bot.app.app import bootstrap
from bot.cli.checks.examination import examine
from bot.config.settings import load_config
from bot.config.tokens import Tokens
from bot.core.people.grants import COALITION, grant
from bot.identity import Caller
from bot.kit.cards.markup import strip_markup
from bot.kit.dispatch.steps import Step
from bot.kit.invocation import Envelope
from bot.roles import Reach, Role
from bot.store.engine import Tx
from tests.cli.checks.test_doctor_start import ROOT


async def _find_phantoms(folder: Path, accounts: Collection[tuple[str, str]]) -> list[str]:
    """What `doctor` says about roles of ``accounts``, each on its platform."""
    (folder / "config.yaml").write_text(f"campaigns: {ROOT / 'campaigns'}\n")
    config = load_config(folder / "config.yaml", {})
    app = await bootstrap(config, {})
    people = app.core.people.people

    async def make(tx: Tx) -> None:
        for platform, account in accounts:
            person = await people.take(tx, Caller(platform, account, None))
            await grant(tx, person.id, Role.ADMIN, COALITION, 0)

    await app.core.base.store.write(make)
    await app.close()
    found = [finding async for finding in examine(config, Tokens()) if not finding.fine]
    return [finding.sentence for finding in found if "is no account" in finding.sentence]


@pytest.mark.parametrize(
    ("platform", "typed"),
    [("slack", "@ana"), ("slack", "U0SIM00001G"), ("slack", "everyone"), ("discord", "@ana"), ("discord", "ana#1234")],
)
async def test_a_role_held_by_a_nonexistent_account_is_named_with_its_fix(
    tmp_path: Path, platform: str, typed: str
) -> None:
    [told] = await _find_phantoms(tmp_path, [(platform, typed)])
    assert f"“{typed}” is no account on {platform.capitalize()}" in told
    assert f"/role revoke person:phantom:{platform}:{typed} role:admin" in told


async def test_the_suggested_fix_removes_only_that_role(tmp_path: Path) -> None:
    accounts = [("slack", "U0SIM00001G"), ("slack", "T1AB:U0SIM00001G")]
    [told] = await _find_phantoms(tmp_path, accounts)
    app = await bootstrap(load_config(tmp_path / "config.yaml", {}), {})
    root = Envelope("1", 0, Caller("slack", "T1AB:U0SIM00001G", "T1AB"))
    try:
        step = app.dispatcher.read_text(root, "role", told.partition("/role ")[2])
        assert isinstance(step, Step)
        assert "Done" in strip_markup((await app.dispatcher.run(step)).card.body)
    finally:
        await app.close()
    assert await _find_phantoms(tmp_path, []) == []
    app = await bootstrap(load_config(tmp_path / "config.yaml", {}), {})
    held = await app.core.coalition.roles.list_roles(root.caller, Reach(Role.ADMIN))
    await app.close()
    assert [one.account for one in held] == ["T1AB:U0SIM00001G"]


async def test_real_accounts_are_fine(tmp_path: Path) -> None:
    real = [("slack", "T1AB:U0SIM00001G"), ("discord", "157446958447014712"), ("console", "Ana B")]
    assert await _find_phantoms(tmp_path, real) == []
