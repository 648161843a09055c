"""`callboard congress update`: from a folder or over the network, whole or not at all, with a report."""

from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from bot.app.app import bootstrap
from bot.cli.legislators.congress_update import load_doubts, update
from bot.cli.serve.errands import take_errands
from bot.config.settings import Config, StoreConfig
from bot.config.store_url import StoreUrl
from bot.core.base.keys.key_file import VARIABLE
from bot.core.congress.congress import RECHECK_AFTER, load_newest_directory
from bot.core.directory.members import Directory
from bot.errors import ConfigError
from bot.store.glance import glance
from tests.public_data.capitol import (
    COMMITTEE_NAMES,
    COMMITTEES,
    ENDS,
    LEGISLATORS,
    OFFICES,
    SHARED,
    find_real_files,
    make_congress,
)
from tests.services import SECRET, HandClock


@pytest.fixture
def config(store_url: str, tmp_path: Path) -> Config:
    """Settings with a database at the current schema, once on each engine."""
    return Config(store=StoreConfig(url=StoreUrl(store_url)), campaigns=tmp_path / "campaigns")


async def read_loaded(config: Config) -> Directory | None:
    return await glance(config.store.url, lambda tx: load_newest_directory(tx, Directory()))


async def test_a_folder_is_loaded_and_reported(config: Config, tmp_path: Path) -> None:
    said: list[str] = []
    await update(config, make_congress(census=False).put(tmp_path / "files"), said.append)
    assert [line.split(":")[0] for line in said[:5]] == [LEGISLATORS, OFFICES, "zccd.csv", COMMITTEES, COMMITTEE_NAMES]
    pairs = len(make_congress(census=False).load().zips)
    assert said[5] == f"Saving 538 members, 5 district offices, {pairs} ZIP entries"
    assert said[6:] == [
        "Done: Congress 119, which sits until 2027-01-03.",
        "Nobody sits for a Senate seat of Nebraska, CA-14, FL-20.",
        "Called through the switchboard, since no number is known: Casey VT-0.",
        "No ZIP is known in GU-0, VI-0, AS-0, MP-0: people there choose by hand.",
    ]
    directory = await read_loaded(config)
    assert directory
    assert directory.seats["CA-11"].name == "Casey CA-11"
    assert await load_doubts(config) == []


async def test_old_data_is_loaded_with_a_warning(config: Config, tmp_path: Path) -> None:
    said: list[str] = []
    files = make_congress(ends=ENDS.replace(year=2025), last=" of old")
    await update(config, files.put(tmp_path / "files"), said.append)
    assert said[-1] == (await load_doubts(config))[0]
    assert "a new Congress began on Jan 3, 2025" in said[-1]


async def test_a_congress_that_has_not_begun_waits_for_its_day(config: Config, tmp_path: Path) -> None:
    said: list[str] = []
    files = make_congress(ends=ENDS.replace(year=2029), census=False)
    await update(config, files.put(tmp_path / "files"), said.append)
    assert said[-1] == "It begins on 2027-01-03 at noon in Washington. Until then nothing changes."
    assert await load_doubts(config) == []


async def test_the_area_file_wins_over_the_tract_file(config: Config, tmp_path: Path) -> None:
    folder = make_congress(census=False).put(tmp_path / "files")
    make_congress().put(folder)
    await update(config, folder, lambda line: None)
    directory = await read_loaded(config)
    assert directory
    assert directory.edition
    assert [one.congress for one in directory.maps.loaded] == [119]


@pytest.mark.parametrize("missing", [LEGISLATORS, OFFICES, "zccd.csv", ""])
async def test_a_folder_that_lacks_something_changes_nothing(config: Config, tmp_path: Path, missing: str) -> None:
    await update(config, make_congress().put(tmp_path / "before"), lambda line: None)
    before = await read_loaded(config)
    folder = make_congress(census=False, last="!").put(tmp_path / "files")
    if missing:
        (folder / missing).unlink()
    else:
        folder = tmp_path / "nowhere"
    with pytest.raises(ConfigError, match=r"Nothing was changed\.$"):
        await update(config, folder, lambda line: None)
    assert await read_loaded(config) == before


# beside a running Callboard


async def test_a_running_callboard_takes_it_in(config: Config, tmp_path: Path) -> None:
    said: list[str] = []
    config.campaigns.mkdir()
    clock = HandClock()
    app = await bootstrap(config, {VARIABLE: urlsafe_b64encode(SECRET).decode()}, clock)
    try:
        assert (await app.core.congress.read_directory()).edition is None
        async with take_errands(app):
            await update(config, make_congress().put(tmp_path / "files"), said.append)
            [*_, last] = [line for line in said if "Saving" in line or "running" in line]
            assert last.startswith("The Callboard that is running" if has_errands(config) else "Saving")
            with pytest.raises(ConfigError, match=r"Nothing was changed"):
                await update(config, make_congress(last="!").put(tmp_path / "nothing") / "there", said.append)
        clock.at += RECHECK_AFTER
        assert (await app.core.congress.read_directory()).edition == (await read_loaded(config) or Directory()).edition
        assert app.core.congress.last_directory.seats["CA-11"].name == "Casey CA-11"
    finally:
        await app.close()


def has_errands(config: Config) -> bool:
    return config.store.url.engine == "sqlite"


# a glance


async def test_a_glance_at_a_missing_or_older_database_sees_nothing(tmp_path: Path, postgres_url: str) -> None:
    missing = StoreUrl(f"sqlite:///{tmp_path}/callboard.db")
    assert await glance(missing, lambda tx: load_newest_directory(tx, Directory())) is None
    assert not missing.path.exists()
    missing.path.touch()
    assert await glance(missing, lambda tx: load_newest_directory(tx, Directory())) is None
    assert await glance(StoreUrl(postgres_url), lambda tx: load_newest_directory(tx, Directory())) is None


async def test_the_real_files_are_loaded(tmp_path: Path) -> None:
    find_real_files()
    store = f"sqlite:///{tmp_path}/callboard.db"
    config = Config(store=StoreConfig(url=StoreUrl(store)))
    await update(config, SHARED, lambda line: None)
    directory = await read_loaded(config)
    assert directory
    assert len(directory.members) == 537
