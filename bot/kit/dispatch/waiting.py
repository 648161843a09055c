"""What a person sees while slow work goes on."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.kit.cards.reply import Card, Reply
from bot.kit.dispatch import deadlines
from bot.kit.refusals import log_unforeseen
from bot.kit.work_progress import WorkProgress

Show = Callable[[Card], Awaitable[None]]


async def show_progress(
    work: asyncio.Future[Reply], progress: WorkProgress, show: Show, pause: float | None = None
) -> None:
    """Show what ``work`` reports until it ends, with ``pause`` seconds before each (`deadlines.WORKING`).

    What is being shown is finished first, so it can't come after the answer. Failing to show it fails nothing else.
    """
    seconds = deadlines.WORKING if pause is None else pause
    while not (await asyncio.wait({work}, timeout=seconds))[0]:
        if sentence := progress.take():
            try:
                await show(Card(body=sentence))
            except Exception as error:
                log_unforeseen(error, "progress")
