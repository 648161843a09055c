"""Files of a submitted form. Slack keeps them on a host of its own, which gives them to the bot token alone.

https://docs.slack.dev/reference/block-kit/block-elements/file-input-element describes them;
https://docs.slack.dev/reference/objects/file-object#authentication how to download one.
"""

from collections.abc import Iterator
from functools import partial
from ipaddress import ip_address
from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.downloads import Source, download, find_origin
from bot.adapters.slack.drawing.text import Json
from bot.errors import UserError
from bot.kit.sent_files import SentFile


def read_form_files(body: Json, web: AsyncWebClient) -> dict[str, SentFile]:
    """The files of a submission, by id; none in any other payload."""
    return {str(one.get("id")): _make_file(one, web) for one in _list_files(body)}


def find_file_origin(api_url: str) -> str | None:
    """Where a Slack keeps files: on ``files.`` before its own host. A server without a name has only itself."""
    host = urlsplit(api_url).hostname or ""
    if host == "localhost" or _is_ip(host):
        return find_origin(api_url)
    return f"https://files.{host}:443"


def _list_files(body: Json) -> Iterator[Json]:
    view = body.get("view") if body.get("type") == "view_submission" else None
    values = view.get("state", {}).get("values", {}) if isinstance(view, dict) else {}
    for states in values.values():
        for state in states.values():
            yield from (one for one in state.get("files") or () if isinstance(one, dict))


def _make_file(described: Json, web: AsyncWebClient) -> SentFile:
    name, size = str(described.get("name") or "?"), described.get("size")
    if described.get("is_external") or described.get("mode") == "external":
        return SentFile(name, None, partial(_refuse, name, "external"))
    url = described.get("url_private_download")
    if not url:  # Slack Connect may keep a file's address from the app
        return SentFile(name, None, partial(_refuse, name, "withheld"))
    origins = frozenset(filter(None, (find_file_origin(web.base_url),)))
    source = Source(name, str(url), origins, "Slack", {"Authorization": f"Bearer {web.token}"})
    return SentFile(name, size if isinstance(size, int) else None, partial(download, source))


async def _refuse(name: str, why: str, most: int) -> bytes:
    raise UserError(f"sent_file.{why}", file=name)


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
