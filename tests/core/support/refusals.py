"""What somebody is told when something can't be done."""

from collections.abc import Awaitable
from typing import Any

import pytest

from bot.errors import Blank, UserError
from bot.moments import Moment
from bot.phrases import Phrase, phrase
from tests.services import ZONE


async def refused(work: Awaitable[object]) -> tuple[str, dict[str, Blank]]:
    """Return the sentence's key and blanks with which ``work`` is refused."""
    error = await refusal(work)
    return error.key, error.params


async def refusal(work: Awaitable[Any]) -> UserError:
    """Return the error with which ``work`` is refused."""
    with pytest.raises(UserError) as caught:
        await work
    return caught.value


def ended(at: int, calls: int = 0) -> dict[str, Blank]:
    """Return the blanks of the sentence that the only campaign there is has ended, with so many calls in all."""
    thanks = phrase("campaign.thanks", count=calls) if calls else Phrase("campaign.thanks_alone")
    return {"what": Phrase("campaign.this_day"), "when": Moment(at, ZONE), "thanks": thanks}
