"""What `doctor` says of the processes on a PostgreSQL database."""

from bot.cli.checks.examination import _check_processes
from bot.config.settings import Config, StoreConfig
from bot.config.store_url import StoreUrl
from bot.config.tokens import Tokens
from bot.core.processes.presence import Presence
from bot.runtime.duties import Duty, Part, Shards
from tests.fixtures import Opening

TOKENS = Tokens(discord="d", slack_bot="b")


async def test_living_processes_are_listed_with_what_none_of_them_does(
    emptied_postgres_url: str, opening: Opening
) -> None:
    config = Config(store=StoreConfig(url=StoreUrl(emptied_postgres_url)))
    [idle] = await _check_processes(config, TOKENS)
    assert (idle.fine, idle.sentence) == (True, "No process of Callboard runs on this database now")
    store = await opening(emptied_postgres_url)
    low, high = (Presence(store, Part(frozenset({Duty.DISCORD}), Shards(at, at + 3, 8))) for at in (0, 4))
    standby = Presence(store, Part(frozenset({Duty.DISCORD, Duty.SLACK}), Shards(4, 7, 8)))
    assert await low.claim_shards()
    assert await high.claim_shards()
    assert not await standby.claim_shards()
    standby.note_sockets(2)
    standby.compare_sockets(5)
    await standby.renew()
    findings = await _check_processes(config, TOKENS)
    await store.close()
    assert [finding.sentence for finding in findings if finding.fine] == [
        f"The process {low.id} runs: discord (--shards 0-3/8)",
        f"The process {high.id} runs: discord (--shards 4-7/8)",
        f"The process {standby.id} runs: discord, slack (--shards 4-7/8), as a standby for Discord",
    ]
    delivery, sockets = (finding.sentence for finding in findings if not finding.fine)
    assert "Nobody delivers" in delivery
    assert "Slack counts 3 connections of this app that no process on this database has" in sockets


async def test_a_sqlite_file_has_one_process() -> None:
    assert await _check_processes(Config(), TOKENS) == ()
