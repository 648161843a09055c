"""Modals, which Slack calls views: opened within 3 s of a command or tap, and updated while they are open."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.sending.web_api import Failure, ask, read_object
from bot.runtime.log import get_logger

_BRIEF = 1.0  # seconds to wait out a rate limit, of the 3 in which a modal must open
_GONE = {"not_found", "hash_conflict"}  # the modal was closed, or has changed
_OPENED = "exchanged_trigger_id"

_log = get_logger("callboard.slack")


async def open_view(web: AsyncWebClient, trigger_id: str, view: Json) -> Json | None:
    """Open a modal and return Slack's view of it; None where a redelivered request opened it already.

    Raises Failure, most often because more than 3 s passed since the command or tap.
    """
    try:
        return read_object(await ask(lambda: web.views_open(trigger_id=trigger_id, view=view), _BRIEF), "view")
    except Failure as failure:
        if failure.code == _OPENED:
            return None
        _log.warning("form not opened", **failure.facts, certain=failure.certain)
        raise


async def update_view(web: AsyncWebClient, view_id: str, view: Json, view_hash: str | None = None) -> Json:
    """Update an open modal. Raises Failure, for example after somebody closed it."""
    changed = await ask(lambda: web.views_update(view_id=view_id, hash=view_hash, view=view), _BRIEF)
    return read_object(changed, "view")


async def try_update_view(web: AsyncWebClient, view_id: str, view: Json, view_hash: str | None = None) -> Json | None:
    """Update an open modal; None where that failed or may have failed."""
    try:
        return await update_view(web, view_id, view, view_hash)
    except Failure as failure:
        if failure.code not in _GONE:
            _log.warning("window not changed", **failure.facts)
    return None
