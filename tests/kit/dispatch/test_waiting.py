"""What slow work reports reaches the person, and never holds up or outlives its answer."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.kit.cards.markup import Markup
from bot.kit.cards.reply import Card, Reply
from bot.kit.dispatch.waiting import run_until_stop, show_progress
from bot.kit.work_progress import WorkProgress

DONE = Reply(Card("Done"))


async def watch(progress: WorkProgress, work: Awaitable[Reply], show: Callable[[Card], Awaitable[None]]) -> Reply:
    running = asyncio.ensure_future(work)
    await show_progress(running, progress, show, 0)
    return running.result()


async def test_the_newest_report_is_shown_once_and_work_waits_for_nothing() -> None:
    progress, shown, seen = WorkProgress(), list[str](), asyncio.Event()

    async def show(card: Card) -> None:
        shown.append(card.body)
        seen.set()

    async def work() -> Reply:
        for number in range(3):
            progress.report(Markup(f"{number}"))
        await seen.wait()
        for _ in range(5):  # many rounds without news show nothing
            await asyncio.sleep(0)
        return DONE

    assert await watch(progress, work(), show) is DONE
    assert shown == ["2"]


async def test_what_is_being_shown_is_finished_before_the_answer() -> None:
    progress, done, order = WorkProgress(), asyncio.Event(), list[str]()

    async def show(card: Card) -> None:
        done.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        order.append("progress")

    async def work() -> Reply:
        progress.report(Markup("half"))
        await done.wait()
        progress.report(Markup("too late to be shown"))
        return DONE

    await watch(progress, work(), show)
    order.append("answer")
    assert order == ["progress", "answer"]


async def test_failing_to_show_progress_fails_nothing_else() -> None:
    progress, tried = WorkProgress(), asyncio.Event()

    async def show(card: Card) -> None:
        tried.set()
        raise ZeroDivisionError

    async def work() -> Reply:
        progress.report(Markup("half"))
        await tried.wait()
        return DONE

    assert await watch(progress, work(), show) is DONE


@pytest.mark.parametrize(("is_saving", "answer"), [(False, None), (True, DONE)])
async def test_work_is_stopped_until_it_saves(is_saving: bool, answer: Reply | None) -> None:
    progress, begun, gate = WorkProgress(), asyncio.Event(), asyncio.Event()

    async def work() -> Reply:
        if is_saving:
            progress.begin_saving()
        begun.set()
        await gate.wait()
        return DONE

    running = asyncio.create_task(run_until_stop(work(), progress))
    await begun.wait()
    progress.request_stop()
    for _ in range(5):
        await asyncio.sleep(0)
    gate.set()
    assert await running is answer
