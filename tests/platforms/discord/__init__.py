"""A local stand-in of Discord: real HTTP and a real gateway, to which the unmodified discord.py connects.

Point discord.py at it with two class attributes, before the client starts (adapters take them from
`discord.api_url` and `discord.gateway_url` of the config):

    discord.http.Route.BASE = stand_in.api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(stand_in.gateway_url)

Tests use `people` and `answers`; `standin` starts it; `routes` and `gateway` are what the bot talks to;
`checks` has what Discord refuses, and `model` what it holds.
"""

from tests.platforms.clock import HandClock
from tests.platforms.discord.answers import Answer, Modal
from tests.platforms.discord.faults import ApiError
from tests.platforms.discord.model.messages import Attachment, Message
from tests.platforms.discord.model.world import Channel, Guild
from tests.platforms.discord.people import User
from tests.platforms.discord.standin import DiscordStandIn

__all__ = [
    "Answer",
    "ApiError",
    "Attachment",
    "Channel",
    "DiscordStandIn",
    "Guild",
    "HandClock",
    "Message",
    "Modal",
    "User",
]
