"""Refusals, for tests to compare."""

from collections.abc import Awaitable
from typing import Any

import pytest

from bot.errors import Blank, UserError
from bot.moments import Moment
from bot.phrases import Phrase, make_phrase
from tests.services import ZONE


async def read_refusal(work: Awaitable[object]) -> tuple[str, dict[str, Blank]]:
    """The key and blanks of the sentence that refuses ``work``."""
    error = await catch_refusal(work)
    return error.key, error.params


async def catch_refusal(work: Awaitable[Any]) -> UserError:
    """The error that refuses ``work``."""
    with pytest.raises(UserError) as caught:
        await work
    return caught.value


def make_end_blanks(at: int, calls: int = 0) -> dict[str, Blank]:
    """The blanks of the sentence that the only campaign has ended, with ``calls`` calls in all."""
    thanks = make_phrase("campaign.thanks", count=calls) if calls else Phrase("campaign.thanks_alone")
    return {"title": "Drive vof", "when": Moment(at, ZONE, shared=True), "thanks": thanks}
