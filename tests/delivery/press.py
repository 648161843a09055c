"""A newsroom with real posters on the stand-ins of Discord and Slack, and workers that use them."""

from copy import copy
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import ANY

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.discord import posting as on_discord
from bot.adapters.discord.interactions.rest import RestClient
from bot.adapters.discord.limits import Limiters, Limits
from bot.adapters.pacing import Rate
from bot.adapters.slack.sending import posting as on_slack
from bot.adapters.slack.workspaces.bolt_setup import make_session, make_web_client
from bot.app.unasked_cards import make_unasked_cards
from bot.cogs.alerts.alert import AlertCog
from bot.cogs.alerts.alert_buttons import AlertButtonsCog
from bot.cogs.alerts.alert_writing import AlertWritingCog
from bot.cogs.alerts.channel_access import ChannelAccess
from bot.cogs.calls.log import LogCog
from bot.cogs.calls.scripts.script import ScriptCog
from bot.cogs.calls.scripts.script_languages import ScriptLanguagesCog
from bot.cogs.moderation.name import NameCog
from bot.cogs.postcards.write import PostcardCog
from bot.cogs.reminders.remind import RemindCog
from bot.core.alerts.build import AlertServices
from bot.core.base.keys.keys import Keys
from bot.core.build import Core
from bot.delivery.drawing import Drawing
from bot.delivery.measured_posters import MeasuredPosters
from bot.delivery.outbox import build_outbox
from bot.delivery.worker import DeliveryLimits, Worker
from bot.identity import Identity
from bot.kit.answers.routes import Sealer
from bot.kit.cards.outbound import Poster, Posters
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.invocation import Envelope
from bot.kit.registry import collect
from bot.runtime.meter import UNMEASURED, Meter
from tests.core.support.alerting import Newsroom
from tests.services import SECRET, ZONE

AT_LEISURE = Rate(10_000, 10_000)  # no waits, for a platform that limits nothing


@dataclass(frozen=True, slots=True)
class Servers:
    """What discord.py would know about the servers: the bot is in each, with unknown permissions."""

    def get_guild(self, id: int, /) -> Any:
        """A server."""
        find = partial(self._channel, id)
        return SimpleNamespace(get_channel_or_thread=find, get_channel=find, owner_id=ANY)  # everybody's own server

    def has_left(self, guild_id: int) -> bool:
        """Say that the bot is in it."""
        return False

    async def look(self, guild_id: int) -> None:
        """There is nothing to ask."""

    def _channel(self, guild: int, id: int) -> Any:
        return SimpleNamespace(name=str(id), guild=SimpleNamespace(me=None))


@dataclass(frozen=True, slots=True)
class Wires:
    """Connections to the stand-ins, by their addresses and tokens."""

    discord: on_discord.DiscordPoster
    slack: on_slack.SlackPoster
    _rest: RestClient
    _session: Any

    @classmethod
    def to(cls, discord_url: str, discord_token: str, me: str, slack_url: str, tokens: dict[str, str]) -> "Wires":
        """Connect; ``tokens`` are Slack's by workspace, ``me`` is the bot's id on Discord."""
        rest, session = RestClient(discord_url, discord_token), make_session()
        discord = on_discord.DiscordPoster(rest, Servers(), me, Limiters(Limits(AT_LEISURE, AT_LEISURE)))

        async def client(space: str) -> AsyncWebClient | None:
            token = tokens.get(space)
            return make_web_client(token, slack_url, session) if token else None

        return cls(discord, on_slack.SlackPoster(client, on_slack.Limits(*[AT_LEISURE] * 5)), rest, session)

    async def close(self) -> None:
        """Close both."""
        await self._rest.close()
        await self._session.close()


def drawing(core: Core | None = None) -> Drawing:
    """What draws the cards. No button is pressed here."""
    anybody = cast(Any, None)
    services = AlertServices(*[anybody] * len(AlertServices.__struct_fields__))
    sealer = Sealer(Keys(SECRET).seal)
    registry = collect(
        AlertCog(services, ChannelAccess(Posters()), anybody, ZONE),
        AlertWritingCog(services, anybody, anybody, ChannelAccess(Posters())),
        AlertButtonsCog(anybody, anybody, anybody, anybody),
        PostcardCog(*[anybody] * 7),
        RemindCog(anybody, anybody),
        NameCog(anybody),
        ScriptCog(anybody, anybody),
        ScriptLanguagesCog(anybody),
        LogCog(anybody, anybody, anybody, anybody, anybody),  # suggests campaigns
    )

    async def who(_: Envelope) -> Identity:
        return Identity()

    return Drawing(Dispatcher(registry, who, sealer), partial(make_unasked_cards, core or anybody), Posters())


def worker_on(
    room: Newsroom, *posters: Poster, hands: DeliveryLimits | None = None, meter: Meter = UNMEASURED
) -> Worker:
    """A separate worker on a newsroom's rows."""
    connected = MeasuredPosters(meter)
    for poster in posters:
        connected.add(poster)
    core = copy(room.core.built)
    vars(core).update(outbox=room.outbox, alerts=room.written)
    return Worker(build_outbox(core, meter), connected, drawing(core), hands or DeliveryLimits())
