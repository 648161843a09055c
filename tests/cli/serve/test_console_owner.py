"""Who is the admin at the console: the owner of the database, unless settings or database name admins."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.console.own_commands import RoleHint
from bot.app.app import bootstrap
from bot.cli.serve.console_owner import OWNER, add_owner, choose_role_hint
from bot.config.settings import Admin, Config, load_config
from bot.identity import Caller
from bot.roles import Reach, Role

NOBODY = 65534


@pytest.fixture
def settings(tmp_path: Path, sqlite_template: Path) -> Config:
    """An installation that has its database already."""
    (tmp_path / "callboard.db").write_bytes(sqlite_template.read_bytes())
    return write_settings(tmp_path, "{}")


def write_settings(folder: Path, text: str) -> Config:
    (folder / "campaigns").mkdir(exist_ok=True)
    (folder / "config.yaml").write_text(text)
    return load_config(folder / "config.yaml", {})


async def read_role(settings: Config, name: str) -> Role:
    """The role of ``name`` in a console session on these settings."""
    app = await bootstrap(add_owner(settings, await choose_role_hint(settings, name)), {})
    try:
        return (await app.core.people.people.identify(Caller("console", name, "console"))).role
    finally:
        await app.close()


@pytest.mark.parametrize(("name", "role"), [(OWNER, Role.ADMIN), ("ana", Role.VOLUNTEER), ("yours", Role.VOLUNTEER)])
async def test_the_owner_is_the_admin_and_other_names_are_volunteers(
    tmp_path: Path, settings: Config, name: str, role: Role
) -> None:
    assert await read_role(settings, name) is role
    fresh = write_settings(tmp_path, "store: {url: 'sqlite:///new/fresh.db'}")
    assert await read_role(fresh, name) is role


@pytest.mark.parametrize(
    ("name", "hint"), [(OWNER, RoleHint.OWNER), ("YOU", RoleHint.OWNER), ("Bo", RoleHint.OTHER_NAME)]
)
async def test_each_name_reads_why(settings: Config, name: str, hint: RoleHint) -> None:
    assert await choose_role_hint(settings, name) is hint


async def test_admins_in_the_settings_stay_the_only_ones(tmp_path: Path, settings: Config) -> None:
    named = write_settings(tmp_path, "coalition: {admins: ['console:ana']}")
    assert add_owner(named, await choose_role_hint(named, OWNER)).coalition.admins == (Admin("console", "ana"),)
    assert await read_role(named, OWNER) is Role.VOLUNTEER
    assert await read_role(named, "ana") is Role.ADMIN
    assert await choose_role_hint(named, OWNER) is RoleHint.OTHER_ADMINS
    assert await choose_role_hint(named, "bo") is RoleHint.NONE


async def test_admins_in_the_database_stay_the_only_ones(tmp_path: Path, settings: Config) -> None:
    app = await bootstrap(write_settings(tmp_path, "coalition: {admins: ['console:root']}"), {})
    root = Caller("console", "root", "console")
    await app.core.coalition.roles.give(root, Reach(Role.ADMIN), "ana", Role.ADMIN, None)
    await app.close()
    assert await read_role(settings, OWNER) is Role.VOLUNTEER
    assert await read_role(settings, "ana") is Role.ADMIN
    assert await choose_role_hint(settings, OWNER) is RoleHint.OTHER_ADMINS


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("linked", [False, True])
async def test_the_database_of_another_user_makes_nobody_an_admin(
    tmp_path: Path, settings: Config, linked: bool
) -> None:
    file = tmp_path / "callboard.db"
    os.chown(file, NOBODY, NOBODY)
    if linked:  # the link is ours, the file isn't
        file.rename(tmp_path / "theirs.db")
        file.symlink_to(tmp_path / "theirs.db")
    for name in (OWNER, "ana"):
        assert await choose_role_hint(settings, name) is RoleHint.UNCLAIMED
    assert add_owner(settings, RoleHint.UNCLAIMED) == settings


async def test_postgres_is_nobodys_own(tmp_path: Path) -> None:
    served = write_settings(tmp_path, "store: {url: 'postgresql://nobody@localhost:1/none'}")
    assert await choose_role_hint(served, OWNER) is RoleHint.UNCLAIMED


async def test_what_is_no_database_is_left_to_the_opening(tmp_path: Path, settings: Config) -> None:
    (tmp_path / "callboard.db").write_bytes(b"no database" * 1000)
    assert await choose_role_hint(settings, OWNER) is RoleHint.OTHER_ADMINS


async def test_a_database_from_before_roles_is_its_owners(tmp_path: Path, settings: Config) -> None:
    (tmp_path / "callboard.db").unlink()
    with closing(sqlite3.connect(tmp_path / "callboard.db")) as plain:
        plain.execute("CREATE TABLE people (id TEXT)")
    assert await choose_role_hint(settings, OWNER) is RoleHint.OWNER
