"""Starts the programs of a measurement: Callboard and the bare libraries, each in its own process.

Both sides import this module, so it imports nothing that would distort a measurement.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from bot.simulation.meter import read_cpu_seconds

Kind = Literal["callboard", "bare", "connecting", "newsroom"]

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a program connects to. A platform without an address is left out.

    ``spaces`` has the channels that get alerts: channel ids by space id, by platform. ``slack_tokens`` has Slack's
    tokens by workspace.
    """

    folder: str
    discord_api: str = ""
    discord_gateway: str = ""
    discord_token: str = ""
    slack_api: str = ""
    slack_bot: str = ""
    slack_app: str = ""
    spaces: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    slack_tokens: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that is ready."""

    process: asyncio.subprocess.Process

    def resident(self) -> float:
        """Its resident memory in MiB, as the kernel counts it; Linux only."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        return int(line.split()[1]) / 1024

    def read_cpu_seconds(self) -> float:
        """The CPU seconds that it has used in all its threads; Linux only."""
        used = read_cpu_seconds(self.process.pid)
        assert used is not None, "only Linux says how much CPU another process used"
        return used


@asynccontextmanager
async def run_program(kind: Kind, places: Places) -> AsyncIterator[Program]:
    """Start a program, wait until it is ready, and end it afterwards."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"bench.processes.{kind}", json.dumps(asdict(places)), stdin=pipe, stdout=pipe, cwd=_ROOT
    )  # fmt: skip
    assert process.stdin is not None, "it is a pipe"
    assert process.stdout is not None, "it is a pipe"
    try:
        async for line in process.stdout:
            if line == b"ready\n":
                break
        else:
            raise RuntimeError(f"{kind} ended before it was ready; it says why above")
        yield Program(process)
    finally:
        process.stdin.close()
        await process.wait()


async def serve(connect: Callable[[Places, AsyncExitStack], Awaitable[None]]) -> None:
    """Run as such a program: connect to the places in the arguments, say so, and end when standard input does."""
    async with AsyncExitStack() as stack:
        await connect(Places(**json.loads(sys.argv[1])), stack)
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.buffer.read)
