"""What a person sees while slow work goes on, and its end where Callboard stops."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from bot.kit.answers.refusals import log_unforeseen
from bot.kit.cards.reply import Card, Reply
from bot.kit.dispatch import deadlines
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


async def run_until_stop(work: Coroutine[Any, Any, Reply], progress: WorkProgress) -> Reply | None:
    """The answer of slow work; None if it was stopped before it began to save."""
    running, stop = asyncio.create_task(work), asyncio.create_task(progress.wait_for_stop())
    try:
        await asyncio.wait({running, stop}, return_when=asyncio.FIRST_COMPLETED)
        return await running if running.done() or progress.is_saving else None
    finally:
        for task in (running, stop):
            task.cancel()
        await asyncio.wait({running, stop})
