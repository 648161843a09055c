"""`congress update` over the network: only what changed, the newest map, whole or not at all."""

import hashlib
import shutil
from pathlib import Path

import pytest

from bot.cli.legislators.congress_files import MOST, list_map_addresses
from bot.cli.legislators.congress_update import update
from bot.config.settings import Config, CongressConfig, StoreConfig
from bot.config.store_url import StoreUrl
from bot.core.congress.congress import load_newest_directory
from bot.core.directory.members import Directory
from bot.errors import ConfigError
from bot.store.glance import glance
from tests.public_data.capitol import COMMITTEES, LEGISLATORS, OFFICES, make_congress
from tests.public_data.public_site import FILES, Serve, point_at
from tests.public_data.turnover import make_maps_of_two
from tests.services import HandClock, instant

OLDER, NEWER, NEXT = (f"tab20_cd{number}20_zcta520_natl.txt" for number in (119, 120, 121))


@pytest.fixture
def config(sqlite_path: Path, tmp_path: Path) -> Config:
    """Settings with a database at the current schema."""
    return Config(store=StoreConfig(url=StoreUrl(f"sqlite:///{sqlite_path}")), campaigns=tmp_path / "campaigns")


async def run_update(config: Config) -> list[str]:
    said: list[str] = []
    await update(config, None, said.append)
    return said


async def read_loaded(config: Config) -> Directory:
    return await glance(config.store.url, lambda tx: load_newest_directory(tx, Directory())) or Directory()


async def test_only_what_changed_is_downloaded_again(config: Config, serve_files: Serve) -> None:
    site = await serve_files(FILES)
    config = point_at(config, site)
    said = await run_update(config)
    assert said[0] == f"Downloading {LEGISLATORS}"
    assert said[1].startswith(f"{LEGISLATORS}: ")
    assert sorted(site.take_sent()) == sorted(FILES)
    said = await run_update(config)
    assert site.take_sent() == []
    digest = hashlib.sha256(FILES[OFFICES]).hexdigest()
    assert f"{OFFICES}: {len(FILES[OFFICES]):,} bytes, SHA-256 {digest}, as before" in said
    newer = make_congress(last=" II")
    site.files[LEGISLATORS] = newer.legislators.data
    assert not any("as before" in line for line in await run_update(config) if line.startswith(LEGISLATORS))
    assert site.take_sent() == [LEGISLATORS]
    assert (await read_loaded(config)).seats["CA-11"].name == "Casey CA-11 II"
    site.is_plain = True  # a server that says nothing of its files
    assert sum("as before" in line for line in await run_update(config)) == len(FILES)
    assert sorted(site.take_sent()) == sorted(FILES)


async def test_damaged_or_lost_copies_are_downloaded_again(config: Config, serve_files: Serve) -> None:
    site = await serve_files(FILES)
    config = point_at(config, site)
    await run_update(config)
    site.take_sent()
    kept = config.folder / "callboard.congress"
    (kept / hashlib.sha256(FILES[OFFICES]).hexdigest()).write_bytes(b"[]")
    (kept / hashlib.sha256(FILES[COMMITTEES]).hexdigest()).unlink()
    await run_update(config)
    assert sorted(site.take_sent()) == sorted((OFFICES, COMMITTEES))
    (kept / "index.json").write_text("{")
    await run_update(config)
    assert sorted(site.take_sent()) == sorted(FILES)


async def test_a_refused_file_is_not_kept(config: Config, serve_files: Serve) -> None:
    site = await serve_files({**FILES, LEGISLATORS: b"<html>Log in to this network</html>"})
    config = point_at(config, site)
    with pytest.raises(ConfigError, match="Nothing was changed"):
        await run_update(config)
    site.take_sent()
    site.files = dict(FILES)
    await run_update(config)
    assert sorted(site.take_sent()) == sorted(FILES)


@pytest.mark.parametrize("name", ["missing.json", "cut.json", "large.json", "bad.json"])
async def test_an_incomplete_download_changes_nothing(config: Config, serve_files: Serve, name: str) -> None:
    site = await serve_files({**FILES, "cut.json": b"", "large.json": b" " * (MOST + 1), "bad.json": b"<html>"})
    said: list[str] = []
    with pytest.raises(ConfigError, match="Nothing was changed"):
        await update(point_at(config, site, legislators=name), None, said.append)
    assert (await read_loaded(config)).edition is None
    assert ("  1.0 MB" in said) is (name == "large.json")


async def test_an_unreachable_server_is_a_sentence(config: Config) -> None:
    nowhere = CongressConfig(legislators="http://127.0.0.1:1/x.json")
    with pytest.raises(ConfigError, match="can't be downloaded"):
        await run_update(config.model_copy(update={"congress": nowhere}))


# the newest map


def test_the_next_congresss_map_is_looked_for_first() -> None:
    def list_names(named: str, sitting: int) -> list[str]:
        return [address.removeprefix("http://x/") for _, address in list_map_addresses(f"http://x/{named}", sitting)]

    assert list_names(OLDER, 119) == [NEWER, OLDER]
    assert list_names(OLDER, 120) == [NEWER.replace("120", "121"), NEWER, OLDER]
    assert list_names(NEWER, 119) == [NEWER, OLDER]
    assert list_names(NEWER, 118) == [NEWER, OLDER, OLDER.replace("119", "118")]
    assert list_names("zccd.csv", 119) == ["zccd.csv"]
    assert list_names("mirror.txt?cd=119", 119) == ["mirror.txt?cd=119"]


async def test_the_next_map_is_taken_once_it_is_published_and_the_sitting_one_stays(
    config: Config, serve_files: Serve
) -> None:
    before, after = make_maps_of_two()
    site = await serve_files({**FILES, NEWER: before.data.replace(b"CD119", b"CD120")})
    clock = HandClock(instant("2027-02-01 12:00"))
    config = point_at(config, site, zips=OLDER)

    async def list_maps() -> list[tuple[int, frozenset[str] | None]]:
        said: list[str] = []
        await update(config, None, said.append, clock)
        maps = (await read_loaded(config)).maps
        lines.extend(line for line in said if line.startswith("tab20"))
        return [(one.congress, one.changed) for one in maps.loaded]

    lines: list[str] = []
    assert await list_maps() == [(120, None)]
    assert lines[0] == f"{NEXT}: not published yet."
    site.files[NEXT] = b"<html>Soon</html>"  # a placeholder
    assert await list_maps() == [(120, None)]
    assert lines[-1].endswith("so this file alone was left out.")
    site.files[NEXT] = after.data.replace(b"CD120", b"CD121")
    assert await list_maps() == [(120, None), (121, frozenset({"TX", "UT"}))]
    site.take_sent()
    for name in (NEWER, NEXT):
        site.failing[name] = 503
    assert await list_maps() == [(120, None), (121, frozenset({"TX", "UT"}))]
    assert lines[-1] == f"{NEWER}: the one that was downloaded before is used. 127.0.0.1 answered 503."
    assert site.take_sent() == []


async def test_the_stored_map_is_enough_while_its_server_is_away(config: Config, serve_files: Serve) -> None:
    site = await serve_files(FILES)
    config = point_at(config, site)
    site.failing["zccd.csv"] = 503
    with pytest.raises(ConfigError, match=r"zccd\.csv: This can't be downloaded\. 127\.0\.0\.1 answered 503"):
        await run_update(config)
    site.failing.clear()
    await run_update(config)
    shutil.rmtree(config.folder / "callboard.congress")
    site.failing["zccd.csv"] = 503
    site.files[LEGISLATORS] = make_congress(last=" II").legislators.data
    said = await run_update(config)
    assert "zccd.csv: it can't be downloaded now, so what is stored stays. 127.0.0.1 answered 503." in said
    directory = await read_loaded(config)
    assert directory.seats["CA-11"].name == "Casey CA-11 II"
    assert [one.congress for one in directory.maps.loaded] == [119]
