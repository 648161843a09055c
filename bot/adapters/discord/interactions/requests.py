"""Discord's interactions as kit's requests. Pure: payloads in, plain values out.

https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import discord

from bot.adapters.discord.drawing.picks import DiscordPicker
from bot.adapters.discord.interactions.attachments import read_attachments
from bot.identity import Caller
from bot.kit.invocation import Envelope

Interaction = discord.Interaction[Any]
Data = Mapping[str, Any]

PLATFORM = "discord"
_ROLE = re.compile(r"<@&(\d+)>")  # a picked role inside a text
_SUB_COMMAND = 1  # the type of an option that is one of a group's commands
_EPOCH = 1_420_070_400_000  # milliseconds; Discord's ids count from 2015


def make_envelope(interaction: Interaction) -> Envelope:
    """Who acted, where, when and in which language. The gateway has verified all of it."""
    space = str(interaction.guild_id) if interaction.guild_id and not is_outside(interaction) else None
    caller = Caller(PLATFORM, str(interaction.user.id), space, _list_places(interaction))
    at = ((interaction.id >> 22) + _EPOCH) * 1000
    allowed = interaction.permissions
    manages = space is not None and (allowed.manage_guild or allowed.administrator)
    spoken = interaction.guild_locale.value if interaction.guild_locale and space else None
    locale = interaction.locale.value
    picker = DiscordPicker(
        partial(_find_roles, interaction),
        partial(_find_visible_channels, interaction),
        read_attachments(read_data(interaction)),
    )
    id = f"discord:{interaction.id}"
    here = str(getattr(interaction.channel, "name", "") or "") if space else ""
    return Envelope(id, at, caller, locale, manages=manages, space_locale=spoken, channel_name=here, picker=picker)


def is_outside(interaction: Interaction) -> bool:
    """Say whether only the person has the app: not the server, and no server in a conversation of several people.

    Such a place is no space, and nobody else there expects Callboard: every answer is private.
    https://docs.discord.com/developers/resources/application#installation-context
    """
    if interaction.guild_id:
        return not interaction.is_guild_integration()
    return interaction.context.private_channel


def _find_roles(interaction: Interaction) -> dict[str, str]:
    """Find the names of the server's roles, by id."""
    known = interaction.guild.roles if interaction.guild and not is_outside(interaction) else ()
    return {**{str(role.id): role.name for role in known}, **_read_picked_names(interaction, "roles")}


def _read_picked_names(interaction: Interaction, kind: str) -> dict[str, str]:
    """The names that Discord gives beside what was picked, by id, also where the server isn't known yet."""
    described = read_data(interaction).get("resolved", {}).get(kind, {})
    return {str(id): str(one.get("name", id)) for id, one in described.items()}


def _find_visible_channels(interaction: Interaction) -> dict[str, str]:
    """Find the names of the server's channels that the caller may see, by id; Discord lets nobody pick another."""
    guild, member = None if is_outside(interaction) else interaction.guild, interaction.user
    seen: dict[str, str] = {}
    if guild and isinstance(member, discord.Member):
        threads = (thread for thread in guild.threads if not thread.is_private())
        places: tuple[discord.TextChannel | discord.Thread, ...] = (*guild.text_channels, *threads)
        seen = {str(place.id): place.name for place in places if place.permissions_for(member).view_channel}
    return {
        **seen,
        **{id: name for id, name in _read_picked_names(interaction, "channels").items() if _is_here(interaction, id)},
    }


def _is_here(interaction: Interaction, channel: str) -> bool:
    """Say whether a channel isn't one of another server that the bot is in."""
    found = interaction.client.get_channel(int(channel))
    return found is None or getattr(found, "guild", None) == interaction.guild


def _list_places(interaction: Interaction) -> tuple[str, ...]:
    """The channel and the person's own roles, without the one that everybody has."""
    if is_outside(interaction):
        return ()
    channel = (f"channel:{interaction.channel_id}",) if interaction.guild_id and interaction.channel_id else ()
    member = interaction.user if isinstance(interaction.user, discord.Member) else None
    roles = member._roles if member else ()
    return (*channel, *(f"role:{role}" for role in roles))


def make_snowflake(at: int) -> int:
    """The smallest id that Discord gives at ``at``, UTC microseconds.

    https://docs.discord.com/developers/reference#snowflakes
    """
    return max(at // 1000 - _EPOCH, 0) << 22


def read_data(interaction: Interaction) -> Data:
    """The part of the payload that says what was done."""
    return dict(interaction.data or {})


def read_command_name(data: Data) -> str:
    """A command's whole name, such as ``org add``."""
    parts = [option["name"] for option in data.get("options", ()) if option["type"] == _SUB_COMMAND]
    return " ".join((data["name"], *parts))


def read_arguments(data: Data) -> dict[str, str]:
    """A command's options as text, by name."""
    return {option["name"]: _ROLE.sub(r"role:\1", str(option["value"])) for option in _list_options(data)}


def _list_options(data: Data) -> list[Data]:
    options: list[Data] = data.get("options", [])
    return options[0].get("options", []) if options and options[0]["type"] == _SUB_COMMAND else options


def read_tapped_id(data: Data) -> str:
    """The id of a tapped button, or of what was chosen in a menu."""
    return str(next(iter(data.get("values") or ()), data["custom_id"]))


def find_focused(data: Data) -> tuple[str, str]:
    """The option somebody is typing into, and its text so far."""
    return next((option["name"], str(option["value"])) for option in _list_options(data) if option.get("focused"))


def read_answers(data: Data) -> dict[str, str]:
    """A submitted form's answers by field. An empty menu is an empty answer."""
    return {part["custom_id"]: _read_answer(part) for part in _list_inputs(data["components"])}


def _list_inputs(components: Iterable[Data]) -> Iterator[Data]:
    """Yield the inputs, which are in labels, or in rows from older clients."""
    for component in components:
        inner = [*component.get("components", ()), *filter(None, [component.get("component")])]
        if inner:
            yield from _list_inputs(inner)
        elif "custom_id" in component:
            yield component


def _read_answer(part: Data) -> str:
    return str(part["value"]) if "value" in part else " ".join(part.get("values", ()))
