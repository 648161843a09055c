"""A restore drill brings back every total of a scheduled backup, on both engines, and fails for what would fail."""

import base64
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from bot.cli.upkeep.folder_backup import back_up_into, check_backups
from bot.cli.upkeep.restore_drill import DrillReport, run_drill
from bot.config.settings import BackupConfig, Config, StoreConfig
from bot.config.spans import Keep
from bot.config.store_url import StoreUrl
from bot.core.base.keys.keys import Keys
from bot.errors import ConfigError
from bot.store.copies.backup_folder import list_backups
from bot.store.copies.leftovers import DRILL_MARK
from bot.store.copies.throwaway import restore_throwaway
from bot.store.sql import text
from bot.store.statement import Row, Statement
from tests.fixtures import use_store
from tests.platforms.postgres import PostgresServer
from tests.services import SECRET, campaign, core_on

KEY = {"CALLBOARD_KEY": base64.urlsafe_b64encode(SECRET).decode()}
OTHER_KEY = {"CALLBOARD_KEY": base64.urlsafe_b64encode(bytes(32)).decode()}
KEEP = Keep(7)


@pytest.fixture
def config(store_url: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Config:
    """A deployment on each engine."""
    if not store_url.startswith("sqlite"):
        server: PostgresServer = request.getfixturevalue("postgres_server")
        monkeypatch.setenv("PATH", f"{server.programs}{os.pathsep}{os.environ['PATH']}")
    store, backup = StoreConfig(url=StoreUrl(store_url)), BackupConfig(folder=tmp_path / "backups", drill=86_400)
    return Config(campaigns=tmp_path / "campaigns", store=store, backup=backup)


async def fill(config: Config, people: int = 4) -> frozenset[Row]:
    """Log calls of several people, and return every total."""
    async with use_store(config.store.url.url) as store:
        core = await core_on(store, [campaign()])
        await core.add_org("North", "Valley")
        for number in range(people):
            await core.tell(f"person-{number}", district="CA-11", public_name="Ana " + "abcd"[number])
            await core.log(f"person-{number}", "spoke")
        await store.write(lambda tx: core.audit.record(tx, None, "org.add", "north", None))
        return await core.rebuilt()


async def read_totals(address: StoreUrl) -> frozenset[Row]:
    async with use_store(address.url) as store:
        return await (await core_on(store, [campaign()])).totals()


async def change(address: StoreUrl, statement: str) -> None:
    async with use_store(address.url) as store:
        await store.write(lambda tx: tx.run(Statement(text(statement))))


async def drill(config: Config, environ: dict[str, str] = KEY) -> DrillReport:
    return await run_drill(config, environ)


async def test_a_drill_brings_back_every_total_and_changes_nothing(config: Config) -> None:
    totals = await fill(config)
    assert totals
    said = await back_up_into(config, config.backup.folder, KEEP)
    assert f"needs the key {Keys(SECRET).id}" in said[0]
    report = await drill(config)
    assert report.problems == ()
    assert any(line.startswith("4 calls came back. Totals that differ from them: 0 of ") for line in report.lines)
    [made] = list_backups(config.backup.folder)
    async with restore_throwaway(config.store.url, made.path) as place:
        assert await read_totals(place) == totals
    assert await read_totals(config.store.url) == totals
    said_by_doctor = [str(one) for one in check_backups(config, datetime.now(UTC))]
    assert [line[:2] for line in said_by_doctor] == ["ok", "ok"]
    assert "all was right" in said_by_doctor[1]
    late = check_backups(config, datetime.now(UTC) + timedelta(days=5))
    assert [one.fine for one in late] == [False, False]
    await expect_no_databases_left(config)


async def expect_no_databases_left(config: Config) -> None:
    if config.store.url.engine == "postgresql":
        connection = await asyncpg.connect(config.store.url.url)
        left = await connection.fetch("SELECT datname FROM pg_database WHERE datname LIKE 'callboard_drill%'")
        await connection.close()
        assert left == []


async def test_what_a_restore_would_trip_over_fails_the_drill(config: Config) -> None:
    await fill(config, 1)
    with pytest.raises(ConfigError, match="no scheduled backup"):
        await drill(config)
    await back_up_into(config, config.backup.folder, KEEP)
    [made] = list_backups(config.backup.folder)
    whole, checksum = made.path.read_bytes(), made.path.with_name(f"{made.path.name}.sha256")
    wrong_key = await drill(config, OTHER_KEY)
    assert f"needs the key {Keys(SECRET).id}" in wrong_key.problems[0]
    assert Keys(bytes(32)).id in wrong_key.problems[0]
    made.path.write_bytes(whole[: len(whole) // 2])
    assert "checksum differs" in (await drill(config)).problems[0]
    checksum.unlink()  # what is not whole is found without it, too
    for broken in (whole[: len(whole) // 2], b"words" * 1000, b""):
        made.path.write_bytes(broken)
        assert (await drill(config)).problems, broken[:5]
    [_, finding] = check_backups(config, datetime.now(UTC))
    assert not finding.fine
    assert "failed" in finding.sentence
    await expect_no_databases_left(config)


async def test_wrong_totals_and_a_changed_trail_fail_the_drill(config: Config) -> None:
    await fill(config, 1)
    await change(config.store.url, "UPDATE counters SET n = n + 5 WHERE period = 'campaign'")
    await change(config.store.url, "UPDATE audit SET action = 'org.list'")
    await change(config.store.url, "UPDATE people SET profile = address FROM accounts WHERE person_id = people.id")
    await back_up_into(config, config.backup.folder, KEEP)
    report = await drill(config)
    assert len(report.problems) == 3
    assert "totals differ" in report.problems[0]
    assert "can't be read" in report.problems[1]
    assert "The audit trail isn't whole" in report.problems[2]


async def test_a_database_that_a_killed_drill_left_is_dropped(
    emptied_postgres_url: str, postgres_server: PostgresServer
) -> None:
    left, theirs = "callboard_drill_0123456789ab", "callboard_drill_theirs"
    for name in (left, theirs):
        postgres_server.create_database(name)
    connection = await asyncpg.connect(emptied_postgres_url)
    try:
        await connection.execute(f"COMMENT ON DATABASE {left} IS '{DRILL_MARK}'")
        with pytest.raises(ConfigError, match="no such file"):
            async with restore_throwaway(StoreUrl(emptied_postgres_url), Path("/nowhere/backup")):
                pass
        found = await connection.fetch("SELECT datname FROM pg_database WHERE datname LIKE 'callboard_drill%'")
        assert [row["datname"] for row in found] == [theirs]
    finally:
        await connection.close()
        postgres_server.drop_database(theirs)


async def test_a_user_without_the_right_is_named_what_to_allow(emptied_postgres_url: str) -> None:
    connection = await asyncpg.connect(emptied_postgres_url)
    try:
        await connection.execute("CREATE ROLE plain LOGIN")
        plain = StoreUrl(emptied_postgres_url.replace("postgres@", "plain@"))
        with pytest.raises(ConfigError, match="CREATEDB"):
            async with restore_throwaway(plain, Path("/nowhere/backup")):
                pass
    finally:
        await connection.execute("DROP ROLE plain")
        await connection.close()


def test_a_backup_that_waits_is_asked_for(tmp_path: Path) -> None:
    config = Config(backup=BackupConfig(folder=tmp_path))
    assert [one.fine for one in check_backups(config, datetime.now(UTC))] == [True]
    asked = config.model_copy(update={"backup": BackupConfig.model_validate({"folder": tmp_path, "at": "04:00"})})
    assert [one.fine for one in check_backups(asked, datetime.now(UTC))] == [False]
