"""What somebody is told when something can't be done."""

from collections.abc import Awaitable
from typing import Any

import pytest

from bot.errors import Blank, UserError


async def refused(work: Awaitable[object]) -> tuple[str, dict[str, Blank]]:
    """Return the sentence's key and blanks with which ``work`` is refused."""
    error = await refusal(work)
    return error.key, error.params


async def refusal(work: Awaitable[Any]) -> UserError:
    """Return the error with which ``work`` is refused."""
    with pytest.raises(UserError) as caught:
        await work
    return caught.value
