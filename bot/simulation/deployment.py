"""A throw-away deployment of Callboard: a folder, a database, its orgs and spaces, and `run` in its own process."""

import asyncio
import base64
import json
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import bot
from bot.app.app import App, bootstrap
from bot.config.settings import Config, load_config
from bot.config.store_url import StoreUrl
from bot.core.coalition.channels import Terms
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.congress.edition import CongressLoad
from bot.errors import Unavailable
from bot.identity import Caller
from bot.simulation.plan.places import Space, make_account
from bot.simulation.platforms.discord import Discord
from bot.simulation.platforms.discord_payloads import TOKEN
from bot.simulation.platforms.slack import Slack
from bot.simulation.platforms.slack_payloads import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET
from bot.store.copies.leftovers import SIMULATION_DATABASE, SIMULATION_FOLDER, SIMULATION_MARK, write_mark

CHIEF = 10**9  # the number of the person who is admin, and sends the alerts; nobody else has one as high
_STARTING, _STOPPING = 60.0, 20.0  # seconds
_AT_ONCE = 20  # spaces that are added side by side, so that they share commits
_OURS = ("DISCORD", "SLACK", "CALLBOARD")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")  # everything here is on this machine
_ROOT = Caller("console", "root", "console")


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where it is, and the environment in which its commands run."""

    folder: Path
    store: StoreUrl
    environ: Mapping[str, str]

    @property
    def config(self) -> Config:
        """Its settings."""
        return load_config(self.folder / "config.yaml", self.environ)


@dataclass
class Running:
    """`run` in its process. ``troubles`` counts the warnings and errors in its log, ``last`` is its last line."""

    process: asyncio.subprocess.Process
    troubles: Counter[str] = field(default_factory=Counter)
    last: str = ""


@asynccontextmanager
async def open_deployment(
    spaces: Sequence[Space],
    doors: tuple[Discord, Slack],
    campaigns: Path,
    load: CongressLoad,
    beside: StoreUrl | None = None,
    *,
    keep: bool = False,
) -> AsyncIterator[Deployment]:
    """Make a deployment with the campaigns in a folder and these spaces, and remove it afterwards unless ``keep``.

    The database is a SQLite file, or with ``beside`` one on that PostgreSQL server. Raises ConfigError, Unavailable.
    """
    folder = Path(tempfile.mkdtemp(prefix=SIMULATION_FOLDER))
    made: StoreUrl | None = None
    try:
        if beside:
            from bot.store.postgres.throwaway import create_throwaway

            made = await create_throwaway(beside, SIMULATION_DATABASE, write_mark(SIMULATION_MARK, datetime.now(UTC)))
        store = made or StoreUrl(f"sqlite:///{folder / 'callboard.db'}")
        deployment = Deployment(folder, store, _make_environment(store))
        _write_settings(deployment, spaces, doors, campaigns)
        await _fill(deployment, spaces, load)
        yield deployment
    finally:
        if not keep:
            await _remove(folder, beside, made)


async def _remove(folder: Path, beside: StoreUrl | None, made: StoreUrl | None) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if beside and made:
        from bot.store.postgres.throwaway import drop_throwaway

        await drop_throwaway(beside, made)


def _make_environment(store: StoreUrl) -> dict[str, str]:
    """This process's environment without anything of a real deployment: no token, key or proxy of an admin's."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(_OURS) and name.lower() not in _PROXIES
    }
    sources = str(Path(bot.__file__).parents[1])
    tokens = {"DISCORD_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_CLIENT_ID": CLIENT_ID}
    tokens |= {"SLACK_CLIENT_SECRET": CLIENT_SECRET, "CALLBOARD_STORE_URL": store.url}
    key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    path = os.pathsep.join(filter(None, (sources, kept.get("PYTHONPATH"))))
    return {**kept, **tokens, "CALLBOARD_KEY": key, "PYTHONPATH": path}


def _write_settings(
    deployment: Deployment, spaces: Sequence[Space], doors: tuple[Discord, Slack], campaigns: Path
) -> None:
    """Write settings that lead to the stand-ins. A faster day would meet the pause between two logs, so it is off."""
    discord, slack = doors
    shutil.copytree(campaigns, deployment.folder / "campaigns", ignore=shutil.ignore_patterns(".*"))
    port = _find_free_port()
    slack.events_url = f"http://127.0.0.1:{port}/slack/events"
    chief = f"{spaces[0].platform}:{make_account(CHIEF, spaces[0])}"
    settings = {
        "coalition": {"name": "Simulated coalition", "admins": [chief]},
        "discord": {"api_url": discord.api_url, "gateway_url": discord.gateway_url.rstrip("/")},
        "slack": {"mode": "http", "port": port, "api_url": slack.api_url},
        "log": {"level": "info", "format": "json"},
        "monitoring": {"port": "none"},  # a real Callboard on this machine may have it
        "limits": {"seconds_between_logs": 0},
    }
    (deployment.folder / "config.yaml").write_text(json.dumps(settings), "utf-8")  # JSON is YAML


def _find_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


async def _fill(deployment: Deployment, spaces: Sequence[Space], load: CongressLoad) -> None:
    """Add Congress, the orgs, and each space with its channel, chapter and installation, as their admins would."""
    app = await bootstrap(deployment.config, deployment.environ)
    try:
        await app.core.congress.replace(load)
        for name in dict.fromkeys(space.org_name for space in spaces):
            await app.core.coalition.orgs.add(_ROOT, name)
        for first in range(0, len(spaces), _AT_ONCE):
            await asyncio.gather(*(_add_space(app, space) for space in spaces[first : first + _AT_ONCE]))
    finally:
        await app.close()


async def _add_space(app: App, space: Space) -> None:
    coalition = app.core.coalition
    code = await coalition.spaces.make_code(_ROOT, EVERYTHING, space.org_name)
    here = Caller(space.platform, f"chief of {space.id}", space.id, (f"channel:{space.channel}",))
    await coalition.spaces.join(here, code.text, manages=True)
    await coalition.channels.subscribe(here, EVERYTHING, "general", Terms())
    place = await app.core.boards.chapters.add(here, EVERYTHING, space.org_name, space.name)
    await app.core.boards.chapters.map(here, EVERYTHING, place.full_name, {None: "general"})
    if space.platform == "slack":
        content = {"enterprise_id": None, "bot_id": "B0BOT", "bot_user_id": "U0BOT", "bot_token": space.slack_token}
        await coalition.installations.save(space.id, content)


@asynccontextmanager
async def run_callboard(deployment: Deployment, platforms: frozenset[str]) -> AsyncIterator[Running]:
    """Start `run`, wait until every platform answers, and stop it afterwards. Raises Unavailable if it can't start."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "--config", str(deployment.folder / "config.yaml"),
        cwd=deployment.folder, env=dict(deployment.environ), stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C ends the day, which then ends this
    )  # fmt: skip
    running, ready = Running(process), asyncio.Event()
    reading = asyncio.create_task(_read_log(running, set(platforms), ready))
    try:
        await _wait_until_ready(running, ready)
        yield running
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), _STOPPING)
        except TimeoutError:
            process.kill()
        await reading


async def _wait_until_ready(running: Running, ready: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(ready.wait(), _STARTING)
    except TimeoutError:
        raise Unavailable(f"Callboard didn't start within {_STARTING:.0f} s: {running.last}") from None
    if running.process.returncode is not None:
        raise Unavailable(f"Callboard didn't start: {running.last}")


async def _read_log(running: Running, waited: set[str], ready: asyncio.Event) -> None:
    """Count troubles. ``ready`` is set once each platform in ``waited`` is, and at the end."""
    assert running.process.stderr, "it is a pipe"
    async for line in running.process.stderr:
        running.last = line.decode(errors="replace").strip()
        try:
            said = json.loads(line)
        except ValueError:
            said = {"event": running.last, "level": "error"}
        if said.get("event") == "ready":
            waited.discard(said["platform"])
        elif said.get("level") != "info":
            running.troubles[f"{said.get('level')}: {said.get('event')}"] += 1
        if not waited:
            ready.set()
    await running.process.wait()
    ready.set()
