"""The whole product, once on each platform. Anything a platform complains about fails the scenario."""

import shutil
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import pytest
import time_machine
from discord.gateway import DiscordWebSocket
from discord.http import Route
from time_machine import Traveller

from bot.config.document import Document
from bot.config.files import load_strict
from bot.core.campaign_files import campaign_folder
from bot.core.campaign_files.campaign_file import CampaignFile, Cost, parse_campaign
from tests.contract.drivers.console import ConsolePlatform
from tests.contract.drivers.discord import DiscordPlatform
from tests.contract.drivers.slack import SlackPlatform
from tests.contract.stage import ROOT, Platform, Stage
from tests.effort import IS_LONG
from tests.services import MONDAY

CONSOLE, DISCORD, SOCKET, HTTP = "console", "discord", "slack-socket", "slack-http"
_SAMPLE = ROOT / "campaigns" / "clean-dream-act.yaml"
MANY = "slack-many"  # several workspaces, each with its own install's token; only over HTTP


# A scenario that names its platforms runs over HTTP every time, and so do the adapter's own tests.
EVERYWHERE = [CONSOLE, DISCORD, SOCKET, HTTP] if IS_LONG else [CONSOLE, DISCORD, SOCKET]


@pytest.fixture(params=EVERYWHERE)
def platform_name(request: pytest.FixtureRequest) -> str:
    """Every platform in turn. A scenario that doesn't apply everywhere gives its own list."""
    return str(request.param)


@pytest.fixture
def traveller() -> Iterator[Traveller]:
    """One clock for everything, which runs on from noon on a Monday.

    It replaces the machine's own clock, because over HTTP Slack signs the time of delivery.
    """
    with time_machine.travel(MONDAY / 1_000_000, tick=True) as traveller:
        yield traveller


@pytest.fixture
def sample_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the campaign that ships says: to read it again takes a fifth of a start. Other files are read."""

    def load(path: Path) -> Document:
        return _load_sample() if path.read_bytes() == _SAMPLE.read_bytes() else load_strict(path)

    def parse(document: Document, zone: str, cost: Cost) -> CampaignFile:
        known = document is _load_sample()
        return _parse_sample(zone, cost) if known else parse_campaign(document, zone, cost)

    monkeypatch.setattr(campaign_folder, "load_strict", load)
    monkeypatch.setattr(campaign_folder, "parse_campaign", parse)


@cache
def _load_sample() -> Document:
    return load_strict(_SAMPLE)


@cache
def _parse_sample(zone: str, cost: Cost) -> CampaignFile:
    return parse_campaign(_load_sample(), zone, cost)


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Restore discord.py's own addresses afterwards, and wrap nothing on the console."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # the files that a console saves stay
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    monkeypatch.setenv("COLUMNS", "10000")
    # A form's waits for a role and its offers have their own tests; a busy machine must not decide these.
    monkeypatch.setattr("bot.kit.dispatch.deadlines.ROLE", 2.0)
    monkeypatch.setattr("bot.kit.dispatch.deadlines.PREFILL", 2.0)


@pytest.fixture
async def stage(
    platform_name: str,
    tmp_path: Path,
    sqlite_template: Path,
    traveller: Traveller,
    addresses: None,
    sample_read_once: None,
) -> AsyncIterator[Stage]:
    """The product, running, with the campaign that ships."""
    stage = Stage(tmp_path, (await start_platform(platform_name),), traveller)
    async for running in run_stage(stage, sqlite_template):
        yield running


async def start_platform(name: str) -> Platform:
    """Start one platform."""
    match name:
        case "discord":
            return await DiscordPlatform.start()
        case "slack-socket":
            return await SlackPlatform.start("socket")
        case "slack-http":
            return await SlackPlatform.start("http")
        case "slack-many":
            return await SlackPlatform.start("http", many=True)
        case _:
            return ConsolePlatform()


async def run_stage(stage: Stage, template: Path) -> AsyncIterator[Stage]:
    """Open ``stage`` on a new database, and close it all afterwards."""
    shutil.copy(template, stage.database)
    await stage.open()
    yield stage
    await stage.close()
    for platform in stage.platforms:
        await platform.end()
    assert stage.problems() == []
