"""A local stand-in of Discord: real HTTP and a real gateway, to which the unmodified discord.py connects.

Point discord.py at it with two class attributes, before the client starts (adapters take them from
`discord.api_url` and `discord.gateway_url` of the config):

    discord.http.Route.BASE = stand_in.api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(stand_in.gateway_url)

Modules: tests use `people` and `answers`; `standin` starts it; `routes_*` and `gateway` are what the
bot talks to; `*_limits` and `schemas` check what it sends.
"""

from ..clock import HandClock
from .answers import Answer, Modal
from .faults import ApiError
from .messages import Attachment, Message
from .people import User
from .standin import DiscordStandIn
from .world import Channel, Guild

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
