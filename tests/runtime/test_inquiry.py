"""What may hang is asked once for everybody, and nobody waits long for it."""

import asyncio

import pytest

from bot.errors import Unavailable
from bot.runtime import inquiry
from bot.runtime.inquiry import Inquiry


class Oracle:
    """Answers with a number when it is let to. ``error`` is raised instead."""

    def __init__(self) -> None:
        self.asked = 0
        self.was_asked, self.may_answer = asyncio.Event(), asyncio.Event()
        self.error: Exception | None = None

    async def ask(self) -> int:
        self.asked += 1
        self.was_asked.set()
        await self.may_answer.wait()
        if self.error:
            raise self.error
        return self.asked


async def test_all_who_ask_meanwhile_share_an_answer() -> None:
    oracle = Oracle()
    asking = Inquiry("The oracle", oracle.ask)
    hung = await asyncio.gather(*(asking.get(0.0) for _ in range(5)))
    assert {answer.problem for answer in hung} == {"The oracle hasn't answered for 0.0 seconds"}
    waiting = asyncio.gather(*(asking.get(20.0) for _ in range(5)))
    oracle.may_answer.set()
    assert {answer.value for answer in await waiting} == {1}
    assert (await asking.get(20.0)).value == oracle.asked == 1  # it is fresh


async def test_an_old_answer_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inquiry, "FRESH", 0.0)
    oracle = Oracle()
    oracle.may_answer.set()
    asking = Inquiry("The oracle", oracle.ask)
    assert [(await asking.get(20.0)).value for _ in range(3)] == [1, 2, 3]
    oracle.error = Unavailable("the oracle is out of reach")
    assert (await asking.get(20.0)).problem == "the oracle is out of reach"
    oracle.error = RuntimeError("a bug")
    assert (await asking.get(20.0)).problem == "The oracle could not be asked. The log says why"
    oracle.error = None
    assert (await asking.get(20.0)).value == 6


async def test_nobody_who_gives_up_ends_the_question() -> None:
    oracle = Oracle()
    asking = Inquiry("The oracle", oracle.ask)
    impatient = asyncio.create_task(asking.get(60.0))
    await oracle.was_asked.wait()
    impatient.cancel()
    await asyncio.wait({impatient})
    oracle.may_answer.set()
    assert (await asking.get(20.0)).value == 1
    asking.close()
