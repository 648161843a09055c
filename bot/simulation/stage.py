"""What a simulation needs: both platforms, and a throw-away deployment between them."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.config.store_url import StoreUrl
from bot.core.congress.edition import CongressLoad
from bot.simulation.deployment import Deployment, Running, open_deployment, run_callboard
from bot.simulation.plan.model import Homes
from bot.simulation.plan.places import Space, make_spaces
from bot.simulation.platforms.discord import Discord
from bot.simulation.platforms.posts import Post
from bot.simulation.platforms.screens import Doors
from bot.simulation.platforms.slack import Slack


@dataclass(frozen=True)
class Settings:
    """What is simulated, and where. ``beside`` names a PostgreSQL server; without it the database is a SQLite file."""

    people: int
    spaces: int
    hours: float
    seed: int
    campaigns: Path
    congress: CongressLoad
    beside: StoreUrl | None = None
    keep: bool = False

    @cached_property
    def homes(self) -> Homes:
        """Where people live. A ZIP in several districts is in each of them."""
        zips: dict[str, list[str]] = {}
        for pair in self.congress.zips:
            zips.setdefault(pair.district, []).append(pair.zip)
        return Homes(zips)


@dataclass(frozen=True, slots=True)
class Stage:
    """Both platforms and a deployment that is filled, but not running."""

    spaces: tuple[Space, ...]
    discord: Discord
    slack: Slack
    deployment: Deployment

    @property
    def doors(self) -> Doors:
        """The platforms by name."""
        return {"discord": self.discord, "slack": self.slack}

    @property
    def posts(self) -> tuple[Post, ...]:
        """Every post in a channel so far."""
        return (*self.discord.posts.all, *self.slack.posts.all)

    @property
    def channels(self) -> frozenset[str]:
        """The channels that get alerts."""
        return frozenset(space.channel for space in self.spaces)

    @property
    def edits(self) -> int:
        """How often posts were redrawn so far."""
        return self.discord.posts.edits + self.slack.posts.edits

    def run(self) -> AbstractAsyncContextManager[Running]:
        """Run Callboard on it. See `run_callboard`."""
        return run_callboard(self.deployment, frozenset(self.doors))


@asynccontextmanager
async def open_stage(settings: Settings) -> AsyncIterator[Stage]:
    """Start the platforms and make the deployment; remove it afterwards. Raises ConfigError, Unavailable."""
    spaces = make_spaces(settings.spaces)
    discord = Discord([one for one in spaces if one.platform == "discord"])
    slack = Slack([one for one in spaces if one.platform == "slack"])
    await discord.start()
    await slack.start()
    try:
        async with open_deployment(
            spaces, (discord, slack), settings.campaigns, settings.congress, settings.beside, keep=settings.keep
        ) as deployment:
            yield Stage(spaces, discord, slack, deployment)
    finally:
        await discord.stop()
        await slack.stop()
