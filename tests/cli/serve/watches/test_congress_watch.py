"""`run` updates the data on Congress by schedule, and every process reads what another one stored."""

from io import StringIO
from pathlib import Path

from bot.cli.checks.examination import describe_updates
from bot.cli.serve.watches.congress_watch import make_congress_reader, make_congress_schedule
from bot.config.settings import Config, StoreConfig
from bot.config.store_url import StoreUrl
from bot.core.base.schedules import RETRY, Scheduled, load_schedule_state
from bot.core.congress.congress import RECHECK_AFTER, Congress
from bot.core.times.clock import DAY
from tests.public_data.capitol import LEGISLATORS, make_congress
from tests.public_data.public_site import FILES, Serve, point_at
from tests.services import Core


async def test_updates_come_by_schedule_and_failures_are_kept_for_doctor(
    core: Core, serve_files: Serve, tmp_path: Path, log: StringIO
) -> None:
    store, clock, site = core.store, core.clock, await serve_files(FILES)
    address = StoreConfig(url=StoreUrl(f"sqlite:///{tmp_path}/callboard.db"))  # the files are kept beside it
    config = point_at(Config(campaigns=tmp_path / "campaigns", store=address), site)
    congress = core.congress
    schedule = make_congress_schedule(config, congress, core.base, DAY)
    await schedule.work()
    assert (await congress.read_directory()).seats["CA-11"].name == "Casey CA-11"
    site.take_sent()
    await schedule.work()
    assert site.take_sent() == []
    clock.at += DAY
    site.failing[LEGISLATORS] = 503
    await schedule.work()
    state = await store.read(lambda tx: load_schedule_state(tx, Scheduled.CONGRESS))
    assert "127.0.0.1 answered 503. Nothing was changed." in state.problem
    assert "503" in log.getvalue()
    [finding] = describe_updates(state)
    assert not finding.fine
    assert "answered 503" in finding.sentence
    site.failing.clear()
    site.files[LEGISLATORS] = make_congress(last=" II").legislators.data
    clock.at += RETRY
    other = Congress(store, clock)
    await other.read_directory()
    await schedule.work()
    assert site.take_sent() == [LEGISLATORS]
    clock.at += RECHECK_AFTER
    await make_congress_reader(other).work()
    assert other.last_directory.seats["CA-11"].name == "Casey CA-11 II"
    [finding] = describe_updates(await store.read(lambda tx: load_schedule_state(tx, Scheduled.CONGRESS)))
    assert finding.fine
