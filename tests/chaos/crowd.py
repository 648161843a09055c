"""People who log calls and take some back, and try again until they get an answer, as people do."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.chaos.history import Call, History, is_undone
from tests.platforms.slack.answers import Answer, NoAnswer
from tests.platforms.slack.people import Team, User
from tests.platforms.slack.transports.delivery import NotAcknowledged

OFFICES = ("representative", "senator 1")
BREATH = 0.3  # seconds between two tries of a person who got no answer

Ask = Callable[[], Awaitable[Answer]]
Take = Callable[[Call, str], bool]


async def fill_day(team: Team, history: History, end: asyncio.Event, lane: int) -> None:
    """Send one person after the other until ``end`` is set."""
    number = lane
    while not end.is_set():
        await make_calls(team.user(f"Caller {lane}-{number}"), number, history)
        number += 1


async def make_calls(who: User, number: int, history: History) -> None:
    """Log a call. Every third person takes it back, and every fifth calls another office."""
    receipt = await log(who, OFFICES[0], history)
    if number % 3 == 0:
        await undo(who, receipt, (who.name, OFFICES[0]), history)
    if number % 5 == 0:
        await log(who, OFFICES[1], history)


async def log(who: User, office: str, history: History) -> Answer:
    """Log a call until an answer says that it counts."""
    return await insist(lambda: who.slash("log", f"spoke {office}"), (who.name, office), history, history.take_log)


async def undo(who: User, receipt: Answer, call: Call, history: History) -> None:
    """Take back somebody's only call until an answer says that it no longer counts.

    An undo whose answer was lost may have changed the receipt, which then says so and has no button for it.
    """
    message = receipt.message

    async def tap() -> Answer:
        if "Undo" in message.buttons:
            return await who.click(message, "Undo")
        return receipt if is_undone(message.text) else await who.slash("undo")

    await insist(tap, call, history, history.take_undo)


async def insist(ask: Ask, call: Call, history: History, take: Take) -> Answer:
    """Repeat a request until its answer settles the call."""
    while True:
        try:
            answer = await ask()
        except (NotAcknowledged, NoAnswer) as error:
            history.lose_answer(call, type(error).__name__)
        else:
            if take(call, answer.text):
                return answer
            history.lose_answer(call, answer.text)
        await asyncio.sleep(BREATH)


async def find_lost(team: Team, history: History) -> list[str]:
    """Log every call that counts once more. Says which were gone."""
    before = len(history.anomalies)
    for name, office in sorted(history.counted):
        await log(team.user(name), office, history)
    return history.anomalies[before:]
