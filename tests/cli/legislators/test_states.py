"""`states update` and `states status`: from a folder or over the network, each state whole or not at all."""

import hashlib
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from bot.app.app import bootstrap
from bot.cli.legislators.states_status import describe_status, load_state_doubts
from bot.cli.legislators.states_update import load_directory, parse_states, update
from bot.cli.serve.errands import take_errands
from bot.cli.serve.watches.states_watch import make_states_reader
from bot.config.settings import Config, StatesConfig, StoreConfig
from bot.config.store_url import StoreUrl
from bot.core.base.keys.key_file import VARIABLE
from bot.core.congress.congress import RECHECK_AFTER
from bot.core.statehouse.facts import STATEHOUSES
from bot.core.times.clock import DAY
from bot.errors import ConfigError
from tests.public_data.public_site import Serve
from tests.public_data.statehouses import OPEN_STATES, find_real_state, make_line, make_state_file, phone_of
from tests.services import SECRET, HandClock

CAMPAIGN = "campaign: tenants\ntitle: Tenants\ntargets: {state: both, in: [NE, VT]}\nscripts: {en: {text: Hello}}\n"


@pytest.fixture
def config(sqlite_path: Path, tmp_path: Path) -> Config:
    """Settings with a database at the current schema."""
    return make_config(f"sqlite:///{sqlite_path}", tmp_path)


def make_config(address: str, folder: Path) -> Config:
    return Config(store=StoreConfig(url=StoreUrl(address)), campaigns=folder / "campaigns")


def put_files(folder: Path, *states: str, last: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    for state in states:
        source = make_state_file(state, last=last)
        (folder / source.name).write_bytes(source.data)
    return folder


async def run_update(config: Config, *written: str, folder: Path | None = None) -> list[str]:
    said: list[str] = []
    await update(config, written, folder, said.append)
    return said


async def test_states_are_loaded_from_a_folder_and_reported(store_url: str, tmp_path: Path) -> None:
    config, folder = make_config(store_url, tmp_path), put_files(tmp_path / "files", "NE")
    mute = make_line("CA-L-12") | {"capitol_voice": "916-319-2012 ext. 4"}
    california = make_state_file("CA", vacant=["CA-U-3", "CA-L-12"], lines=[mute, make_line("CA-U-4", 1)])
    (folder / california.name).write_bytes(california.data)
    assert (await run_update(config, "ca,nebraska", folder=folder))[2:] == [
        "CA: 40 in the California State Senate, 80 in the California State Assembly.",
        "CA: CA-U-4 has 1 seat and 2 members: Kim CA-U-4, Lee CA-U-4. All are offered until the file is right.",
        "CA: Left out, as no card can show it as a phone number: 916-319-2012 ext. 4 (Lee CA-L-12).",
        "CA: Vacant: CA-U-3.",
        "NE: 49 in the Nebraska Legislature.",
    ]
    directory = await load_directory(config)
    assert [one.offices[0].phone for one in directory.find_by_district("NE-U-7")] == [phone_of("NE-U-7")]
    put_files(folder, "CA", "NE", last=" II")
    assert (await run_update(config, folder=folder))[2].startswith("CA: 40 in the")  # those already loaded
    assert (await load_directory(config)).find_by_district("NE-U-7")[0].name == "Lee NE-U-7 II"


async def test_a_state_whose_file_is_bad_keeps_its_data_and_others_are_loaded(config: Config, tmp_path: Path) -> None:
    folder = put_files(tmp_path / "files", "CA", "NE", "VT")
    await run_update(config, "ca", "ne", folder=folder)
    put_files(folder, "NE", last=" II")
    (folder / "ca.csv").write_bytes(make_state_file("CA", last=" II").data[:4000])
    (folder / "vt.csv").unlink()
    said: list[str] = []
    with pytest.raises(ConfigError, match=r"ca\.csv: .*Nothing was changed") as refusal:
        await update(config, ["ca", "ne", "vt"], folder, said.append)
    assert [Path(problem.file).name for problem in refusal.value.problems] == ["vt.csv", "ca.csv"]
    assert said[-1] == "Loaded: NE. Not loaded: CA, VT."
    directory = await load_directory(config)
    assert directory.find_by_district("CA-L-1")[0].name == "Lee CA-L-1"
    assert directory.find_by_district("NE-U-1")[0].name == "Lee NE-U-1 II"
    assert not directory.has_state("VT")
    with pytest.raises(ConfigError, match="no such folder"):
        await run_update(config, "ca", folder=tmp_path / "nowhere")


def test_states_as_people_write_them() -> None:
    assert parse_states(["ca", "New York, TX", "puerto rico", "D.C."]) == ("CA", "NY", "TX", "PR", "DC")
    assert parse_states(["ca", "CA"]) == ("CA",)
    assert parse_states(["ALL"]) == tuple(sorted(STATEHOUSES))
    assert parse_states([]) == parse_states([" "]) == ()
    for written, why in {
        "Texass": "Did you mean Texas",
        "qq": "no state",
        "guam": "no files of legislators of Guam",
    }.items():
        with pytest.raises(ConfigError, match=why):
            parse_states([written])


async def test_only_what_changed_is_downloaded(config: Config, serve_files: Serve) -> None:
    files = {f"{state.lower()}.csv": make_state_file(state).data for state in ("CA", "NE")}
    site = await serve_files(files)
    config = config.model_copy(update={"states": StatesConfig(files=site.url + "{state}.csv")})
    with pytest.raises(ConfigError, match="No state is loaded yet"):
        await run_update(config)
    assert (await run_update(config, "ca", "ne"))[0] == "Downloading ca.csv"
    assert sorted(site.take_sent()) == ["ca.csv", "ne.csv"]
    site.files["ne.csv"] = make_state_file("NE", last=" II").data
    digest = hashlib.sha256(files["ca.csv"]).hexdigest()
    assert f"ca.csv: {len(files['ca.csv']):,} bytes, SHA-256 {digest}, as before" in await run_update(config)
    assert site.take_sent() == ["ne.csv"]
    site.files["ca.csv"], site.failing["ne.csv"] = b"<html>Log in to this network</html>", 503
    with pytest.raises(ConfigError, match=r"answered 503[\s\S]*no column id"):
        await run_update(config)
    site.files["ca.csv"] = files["ca.csv"]
    site.failing.clear()
    site.take_sent()
    await run_update(config)
    assert site.take_sent() == []  # what was refused was not kept in place of what was right
    assert (await load_directory(config)).find_by_district("NE-U-1")[0].name == "Lee NE-U-1 II"


async def test_a_running_callboard_takes_it_in(config: Config, tmp_path: Path) -> None:
    config.campaigns.mkdir()
    folder, clock = put_files(tmp_path / "files", "NE"), HandClock()
    app = await bootstrap(config, {VARIABLE: urlsafe_b64encode(SECRET).decode()}, clock)
    try:
        statehouses = app.core.statehouses
        assert not (await statehouses.read_directory()).has_state("NE")
        async with take_errands(app):
            assert "The Callboard that is running has them now." in await run_update(config, "ne", folder=folder)
        clock.at += RECHECK_AFTER
        await make_states_reader(statehouses).work()
        assert statehouses.last_directory.find_by_district("NE-U-7")[0].name == "Lee NE-U-7"
    finally:
        await app.close()


async def test_the_status_says_how_old_and_what_is_missing(config: Config, tmp_path: Path) -> None:
    assert await describe_status(config) == ["No state is loaded. To load some: callboard states update ca ny"]
    config.campaigns.mkdir()
    campaign = "campaign: tenants\ntitle: Tenants\ntargets: {state: both, in: [NE, VT]}\nscripts: {en: {text: Hello}}\n"
    (config.campaigns / "tenants.yaml").write_text(campaign)
    folder = put_files(tmp_path / "files", "NE")
    (folder / "ne.csv").write_bytes(make_state_file("NE", vacant=["NE-U-7"]).data)
    await run_update(config, "ne", folder=folder)
    roster = (await load_directory(config)).rosters["NE"]
    later = HandClock(roster.edition.loaded_at + 400 * DAY)
    line, *more = await describe_status(config, later)
    assert line.startswith("NE: 48 legislators, loaded on ")
    assert line.endswith(f"(400 days ago), SHA-256 {roster.edition.key[:12]}")
    assert more == [
        "  Vacant: NE-U-7",
        "  new terms have begun since this was loaded, so it may name people who no longer sit. "
        "Try: callboard states update ne",
        "tenants.yaml calls legislators of VT, and they are not loaded. Try: callboard states update vt",
    ]
    assert await load_state_doubts(config, later) == [f"State legislators of NE: {more[1].strip()}", more[2]]


async def test_the_real_files_are_loaded(config: Config) -> None:
    find_real_state("CA")
    await run_update(config, "ca", "dc", folder=OPEN_STATES)
    directory = await load_directory(config)
    assert [one.name for one in directory.find_by_district("CA-L-12")] == ["Damon Connolly"]
    assert len(directory.rosters["DC"].members) == 12
