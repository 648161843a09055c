"""Discord's payloads: what the gateway and the API say. Pure.

Sources: https://docs.discord.com/developers/events/gateway-events and …/interactions/receiving-and-responding.
"""

from collections.abc import Iterator, Mapping, Sequence

from bot.simulation.plan.places import Space
from bot.simulation.platforms.screens import Json, Person

BOT = "200000000000000001"
TOKEN = f"{'M' * 24}.{'s' * 6}.{'x' * 30}"  # in the form of Discord's; it opens nothing but the stand-in
COMMAND, COMPONENT = 2, 3
_TEXT_CHANNEL, _BUTTON, _SELECT, _SUBCOMMAND, _STRING = 0, 2, 3, 1, 3
_JOINED = "2024-01-01T00:00:00+00:00"
# View, send, embed links, attach files, history, use application commands.
_EVERYDAY = str(1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 31)
_EPHEMERAL, _EPOCH_MS, _COUNTER_BITS = 1 << 6, 1_420_070_400_000, 22
_LEVELS = ("verification_level", "default_message_notifications", "explicit_content_filter", "mfa_level")
_LISTS = ("emojis", "stickers", "features", "threads", "voice_states", "presences", "stage_instances")
_SHOWN = ("content", "embeds", "components")


def make_snowflake(seconds: float, count: int) -> str:
    """An id of the instant ``seconds`` since 1970. The upper 42 bits are milliseconds since 2015."""
    return str((int(seconds * 1000) - _EPOCH_MS) << _COUNTER_BITS | count % (1 << _COUNTER_BITS))


def describe_user(id: str, *, is_bot: bool = False) -> Json:
    """A user."""
    name = "Callboard" if is_bot else f"volunteer{id[-6:]}"
    named: Json = {"id": id, "username": name.lower(), "global_name": name, "bot": is_bot}
    return {**named, "discriminator": "0", "avatar": None, "public_flags": 0, "flags": 0}


def describe_member(id: str, *, is_bot: bool = False) -> Json:
    """A member of a server."""
    plain: Json = {"joined_at": _JOINED, "roles": [], "flags": 0, "nick": None, "deaf": False, "mute": False}
    return {**plain, "pending": False, "permissions": _EVERYDAY, "user": describe_user(id, is_bot=is_bot)}


def describe_channel(space: Space) -> Json:
    """A server's text channel."""
    described: Json = {"id": space.channel, "last_message_id": None, "flags": 0, "type": _TEXT_CHANNEL}
    described |= {"guild_id": space.id, "name": "general", "position": 0, "permission_overwrites": []}
    return {**described, "parent_id": None, "nsfw": False, "topic": None}


def describe_guild(space: Space) -> Json:
    """A server as GUILD_CREATE has it for a bot without the members intent."""
    role: Json = {"id": space.id, "name": "@everyone", "permissions": _EVERYDAY, "position": 0}
    role |= {"hoist": False, "managed": False, "mentionable": False, "flags": 0}
    described: Json = {**dict.fromkeys(_LEVELS, 0), **{name: [] for name in _LISTS}}
    described |= {"id": space.id, "name": space.name, "preferred_locale": "en-US", "owner_id": space.id}
    described |= {"unavailable": False, "joined_at": _JOINED, "large": False, "member_count": 2}
    bot = describe_member(BOT, is_bot=True)
    return {**described, "members": [bot], "roles": [role], "channels": [describe_channel(space)]}


def describe_ready(session: str, gateway: str, spaces: Sequence[Space], shard: Sequence[int]) -> Json:
    """READY, before the servers themselves."""
    guilds = [{"id": space.id, "unavailable": True} for space in spaces]
    ready: Json = {"v": 10, "user": describe_user(BOT, is_bot=True), "guilds": guilds, "session_id": session}
    ready |= {"resume_gateway_url": gateway, "shard": list(shard)}
    return {**ready, "application": {"id": BOT, "flags": 0}}


def describe_application(guilds: int) -> Json:
    """The bot's own application."""
    described: Json = {"id": BOT, "name": "Callboard", "description": "", "icon": None, "flags": 0, "summary": ""}
    described |= {"bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64, "team": None}
    described |= {"integration_types_config": {"0": {}}, "approximate_guild_count": guilds}
    user = describe_user(BOT, is_bot=True)
    return {**described, "interactions_endpoint_url": None, "owner": user, "bot": user}


def make_interaction(person: Person, id: str, kind: int, data: Json, message: Json | None = None) -> Json:
    """INTERACTION_CREATE: somebody typed a command, or tapped a button on ``message``."""
    space, owners = person.space, {"0": person.space.id}
    event: Json = {"id": id, "application_id": BOT, "type": kind, "token": f"simulated-{id}", "version": 1}
    event |= {"data": data, "locale": "en-US", "entitlements": [], "channel_id": space.channel, "context": 0}
    event |= {"channel": describe_channel(space), "attachment_size_limit": 10 << 20, "app_permissions": _EVERYDAY}
    event |= {"guild_id": space.id, "guild": {"id": space.id, "locale": "en-US", "features": []}}
    event |= {"guild_locale": "en-US", "member": describe_member(person.user), "authorizing_integration_owners": owners}
    return event | ({"message": message} if message else {})


def make_command_data(registered: Mapping[str, Json], name: str, options: Mapping[str, str]) -> Json:
    """The data of a typed command, such as ``alert send``."""
    first, _, rest = name.partition(" ")
    leaves: list[Json] = [{"name": key, "type": _STRING, "value": value} for key, value in options.items()]
    given = [{"name": rest, "type": _SUBCOMMAND, "options": leaves}] if rest else leaves
    return {"id": registered[first]["id"], "name": first, "type": 1, "options": given}


def make_message(id: str, channel: str, body: Json, at: str, before: Json | None = None) -> Json:
    """A message with what ``body`` shows. What it doesn't name stays as ``before``."""
    empty: Json = {"type": 0, "content": "", "embeds": [], "components": [], "attachments": [], "tts": False}
    empty |= {"pinned": False, "mention_everyone": False, "mentions": [], "mention_roles": []}
    fixed: Json = {"id": id, "channel_id": channel, "author": describe_user(BOT, is_bot=True), "timestamp": at}
    old = before or {**empty, **fixed, "flags": body.get("flags") or 0, "edited_timestamp": None}
    shown = {name: body[name] or type(empty[name])() for name in _SHOWN if name in body}
    return {**old, **shown, **({"edited_timestamp": at} if before else {})}


def is_private(message: Json) -> bool:
    """Whether one person alone sees it."""
    return bool(message.get("flags", 0) & _EPHEMERAL)


def find_buttons(message: Json) -> dict[str, Json]:
    """What a tap on each button, or on each option of a menu, sends, by its label."""
    found: dict[str, Json] = {}
    for part in _walk(message.get("components") or ()):
        tapped = {"custom_id": part.get("custom_id"), "component_type": part.get("type"), "id": 1}
        if part.get("type") == _BUTTON and part.get("custom_id"):
            found[part.get("label") or ""] = tapped
        if part.get("type") == _SELECT:
            found |= {one["label"]: {**tapped, "values": [one["value"]]} for one in part["options"]}
    return found


def _walk(parts: Sequence[Json]) -> Iterator[Json]:
    for part in parts:
        yield part
        yield from _walk(part.get("components") or ())


def read_text(message: Json) -> str:
    """The beginning of a message's words."""
    for part in _walk(message.get("components") or ()):
        if part.get("content"):
            return str(part["content"])
    embed: Json = next(iter(message.get("embeds") or ()), {})
    return str(message.get("content") or embed.get("title") or embed.get("description") or "")
