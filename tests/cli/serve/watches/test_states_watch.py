"""`run` updates the loaded states by schedule: those whose files are right, and it says what is wrong with others."""

from io import StringIO
from pathlib import Path

from bot.cli.checks.examination import describe_updates
from bot.cli.serve.watches.states_watch import make_states_reader, make_states_schedule
from bot.config.settings import Config, StatesConfig, StoreConfig
from bot.config.store_url import StoreUrl
from bot.core.base.schedules import RETRY, Scheduled, ScheduleState, load_schedule_state
from bot.core.congress.congress import RECHECK_AFTER
from bot.core.statehouse.statehouses import Statehouses
from bot.core.times.clock import DAY
from tests.public_data.public_site import Serve
from tests.public_data.statehouses import load_state, make_state_file
from tests.services import Core


async def test_loaded_states_are_updated_by_schedule(
    core: Core, serve_files: Serve, tmp_path: Path, log: StringIO
) -> None:
    clock, statehouses = core.clock, core.built.statehouses
    site = await serve_files(
        {f"{state}.csv": make_state_file(state.upper(), last=" II").data for state in ("dc", "ne")}
    )
    address = StoreConfig(url=StoreUrl(f"sqlite:///{tmp_path}/callboard.db"))  # the files are kept beside it
    addresses = StatesConfig(files=site.url + "{state}.csv")
    config = Config(campaigns=tmp_path / "campaigns", store=address, states=addresses)
    schedule = make_states_schedule(config, statehouses, core.base, DAY)

    async def load_log() -> ScheduleState:
        return await core.store.read(lambda tx: load_schedule_state(tx, Scheduled.STATES))

    await schedule.work()  # no state is loaded
    assert site.take_sent() == []
    for state in ("NE", "DC"):
        await statehouses.replace(load_state(state))
    clock.at += DAY
    site.files["dc.csv"] = b"<html>Log in to this network</html>"
    await schedule.work()
    assert sorted(site.take_sent()) == ["dc.csv", "ne.csv"]
    other = Statehouses(core.store, clock)
    await make_states_reader(other).work()
    assert other.last_directory.find_by_district("NE-U-7")[0].name == "Lee NE-U-7 II"
    assert other.last_directory.find_by_district("DC-U-Ward 1")[0].name == "Lee DC-U-Ward 1"
    [finding] = describe_updates(await load_log(), "state legislatures", "states update")
    assert not finding.fine
    assert "dc.csv: This isn't Open States' file of legislators" in finding.sentence
    assert "no column id" in log.getvalue()
    site.files["dc.csv"] = make_state_file("DC", last=" II").data
    clock.at += RETRY
    await schedule.work()
    assert site.take_sent() == ["dc.csv"]
    clock.at += RECHECK_AFTER
    await make_states_reader(other).work()
    assert other.last_directory.find_by_district("DC-U-Ward 1")[0].name == "Lee DC-U-Ward 1 II"
    assert describe_updates(await load_log(), "state legislatures", "states update")[0].fine
