"""Files that came with an interaction. Discord names them beside the options and fields that hold their ids."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from discord.http import Route

from bot.adapters.downloads import Source, download, find_origin
from bot.kit.sent_files import SentFile

_OWN = "https://discord.com:443"
_CDN = frozenset({"https://cdn.discordapp.com:443", "https://media.discordapp.net:443"})


def read_attachments(data: Mapping[str, Any]) -> dict[str, SentFile]:
    """The files of an interaction's data, by id."""
    described = data.get("resolved", {}).get("attachments", {})
    return {str(id): _make_file(one) for id, one in described.items()}


def find_origins(api_url: str) -> frozenset[str]:
    """Where Discord keeps files: on its own servers, and for an API at another address there as well."""
    origin = find_origin(api_url)
    return _CDN if origin in (None, _OWN) else _CDN | {str(origin)}


def _make_file(described: Mapping[str, Any]) -> SentFile:
    name, size = str(described.get("filename") or "?"), described.get("size")
    source = Source(name, str(described.get("url") or ""), find_origins(Route.BASE), "Discord")
    return SentFile(name, size if isinstance(size, int) else None, partial(download, source))
