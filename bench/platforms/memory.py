"""Resident memory of an idle Callboard, beside bare discord.py and Bolt in one process. Linux only."""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Literal

from bench.platforms.discord import discord_places
from bench.platforms.programs import Places, run_program
from bench.platforms.slack import slack_places
from bench.rounds import take_turns
from bench.table import Bar, Figures, Row
from tests.platforms.discord import DiscordStandIn
from tests.platforms.slack import SlackStandIn

TITLE = "Memory"
_MOST = 40  # MiB for our own work


async def measure(repeats: int = 3, *, warm_up: bool = True) -> tuple[Row, ...]:
    """The core alone, and the core with both platforms connected, compared with the bare libraries."""
    takes: dict[str, Callable[[], Awaitable[float]]] = {
        "core": partial(_alone, warm_up),
        "callboard": partial(_measure_connected, "callboard", warm_up),
        "bare": partial(_measure_connected, "bare", warm_up),
    }
    taken = await take_turns(repeats, takes)
    return (
        Row("the core, no platform", "MiB", taken["core"]),
        Row(
            "Discord and Slack connected",
            "MiB",
            taken["callboard"],
            "bare discord.py and slack-bolt",
            taken["bare"],
        ),
        Row(
            "beyond the bare libraries", "MiB", _subtract(taken["callboard"], taken["bare"]), bar=Bar("at most", _MOST)
        ),
    )


def _subtract(ours: Figures, plain: Figures) -> Figures:
    """What each take has more than the one beside it."""
    return Figures(tuple(own - beside for own, beside in zip(ours.takes, plain.takes, strict=True)))


async def _alone(warm_up: bool) -> float:
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        return await _resident("callboard", Places(folder), warm_up)


async def _measure_connected(kind: Literal["callboard", "bare"], warm_up: bool) -> float:
    async with _platforms() as places:
        return await _resident(kind, places, warm_up)


async def _resident(kind: Literal["callboard", "bare"], places: Places, warm_up: bool) -> float:
    """The MiB of a program's second start. The first one makes the database, which takes memory of its own."""
    if warm_up:
        async with run_program(kind, places):
            pass
    async with run_program(kind, places) as program:
        return program.resident()


@asynccontextmanager
async def _platforms() -> AsyncIterator[Places]:
    """Yield the places of a fresh Discord and a fresh Slack."""
    discord = await DiscordStandIn.start()
    try:
        async with await SlackStandIn.start() as slack:
            with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
                at = slack_places(slack, folder)
                yield replace(
                    discord_places(discord, folder),
                    slack_api=at.slack_api,
                    slack_bot=at.slack_bot,
                    slack_app=at.slack_app,
                )
    finally:
        await discord.stop()
