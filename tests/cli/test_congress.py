"""`callboard congress update`: from a folder or over the network, whole or not at all, with a report."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cli.support.congress_update import MOST, load_doubts, update
from bot.config.settings import Config, CongressConfig, StoreConfig
from bot.config.store_url import StoreUrl
from bot.core.congress.congress import load_newest_directory
from bot.core.directory.members import Directory
from bot.errors import ConfigError
from bot.store.glance import glance
from tests.capitol import COMMITTEES, ENDS, LEGISLATORS, OFFICES, SHARED, find_real_files, make_congress

Paths = dict[str, bytes]


@pytest.fixture
def config(store_url: str) -> Config:
    """Settings with a database at the current schema, once on each engine."""
    return Config(store=StoreConfig(url=StoreUrl(store_url)))


async def read_loaded(config: Config) -> Directory | None:
    return await glance(config.store.url, lambda tx: load_newest_directory(tx, Directory()))


async def test_a_folder_is_loaded_and_reported(config: Config, tmp_path: Path) -> None:
    said: list[str] = []
    await update(config, make_congress(census=False).put(tmp_path / "files"), said.append)
    assert [line.split(":")[0] for line in said[:4]] == [LEGISLATORS, OFFICES, "zccd.csv", COMMITTEES]
    pairs = len(make_congress(census=False).load().zips)
    assert said[4] == f"Saving 538 members, 5 district offices, {pairs} ZIP entries"
    assert said[5:] == [
        "Done: Congress 119, which sits until 2027-01-03.",
        "Nobody sits for a Senate seat of Nebraska, CA-14, FL-20.",
        "Called through the switchboard, for want of a number: Casey VT-0.",
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


async def test_zips_of_an_unknown_congress_cause_a_warning(config: Config, tmp_path: Path) -> None:
    said: list[str] = []
    files = make_congress(ends=ENDS.replace(year=2029), census=False)
    await update(config, files.put(tmp_path / "files"), said.append)
    assert said[-1] == (await load_doubts(config))[0]
    assert "doesn't say which Congress's districts it has. The members are those of Congress 120" in said[-1]


async def test_the_area_file_wins_over_the_tract_file(config: Config, tmp_path: Path) -> None:
    folder = make_congress(census=False).put(tmp_path / "files")
    make_congress().put(folder)
    await update(config, folder, lambda line: None)
    directory = await read_loaded(config)
    assert directory
    assert directory.edition
    assert directory.edition.zips_for == 119


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


# the network


@pytest.fixture
async def serving() -> AsyncIterator[Callable[[web.Application], Any]]:
    """A function that starts web servers, which are stopped at the end."""
    servers: list[TestServer] = []

    async def serve(app: web.Application) -> TestServer:
        servers.append(TestServer(app))
        await servers[-1].start_server()
        return servers[-1]

    yield serve
    for server in servers:
        await server.close()


def site(files: Paths) -> web.Application:
    app = web.Application()

    async def answer(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in files:
            raise web.HTTPNotFound
        if name != "cut.json":
            return web.Response(body=files[name])
        cut = web.StreamResponse(headers={"Content-Length": "1000"})
        await cut.prepare(request)
        await cut.write(b"[")
        assert request.transport
        request.transport.abort()
        return cut

    app.router.add_get("/{name}", answer)
    return app


def point_at(config: Config, server: TestServer, legislators: str = LEGISLATORS) -> Config:
    at = str(server.make_url("/"))
    addresses = CongressConfig(
        legislators=at + legislators, offices=at + OFFICES, zips=at + "zccd.csv", committees=at + COMMITTEES
    )
    return config.model_copy(update={"congress": addresses})


_SOURCES = make_congress(census=False)
FILES = {source.name: source.data for source in (*_SOURCES.all, _SOURCES.committees)}


async def test_the_files_are_downloaded(config: Config, serving: Callable[[web.Application], Any]) -> None:
    said: list[str] = []
    await update(point_at(config, await serving(site(FILES))), None, said.append)
    assert said[0] == f"Downloading {LEGISLATORS}"
    assert said[1].startswith(f"{LEGISLATORS}: ")
    assert (await read_loaded(config) or Directory()).edition


@pytest.mark.parametrize("name", ["missing.json", "cut.json", "large.json", "bad.json"])
async def test_an_incomplete_download_changes_nothing(
    config: Config, serving: Callable[[web.Application], Any], name: str
) -> None:
    files = {**FILES, "cut.json": b"", "large.json": b" " * (MOST + 1), "bad.json": b"<html>"}
    said: list[str] = []
    with pytest.raises(ConfigError, match="Nothing was changed"):
        await update(point_at(config, await serving(site(files)), name), None, said.append)
    assert (await read_loaded(config) or Directory()).edition is None
    assert ("  1.0 MB" in said) is (name == "large.json")


async def test_an_unreachable_server_is_a_sentence(config: Config) -> None:
    nowhere = CongressConfig(legislators="http://127.0.0.1:1/x.json")
    with pytest.raises(ConfigError, match="can't be downloaded"):
        await update(config.model_copy(update={"congress": nowhere}), None, lambda line: None)


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
