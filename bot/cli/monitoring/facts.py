"""What is known of a process and of what it needs, at the moment when somebody asks."""

import asyncio
from collections.abc import Sequence

from msgspec import Struct

from bot.app.app import HEALTHY, App
from bot.cli.monitoring.gateway_watch import Gateway, GatewayWatch
from bot.cogs.shared.card_parts import describe_doubt
from bot.config.required_tokens import list_platforms
from bot.config.tokens import Tokens
from bot.core.directory.data_warnings import find_data_warnings
from bot.core.outbox.backlog import DueCount
from bot.core.processes.gaps import list_gaps
from bot.core.processes.process_rows import Process
from bot.core.statehouse.state_doubts import group_state_doubts
from bot.errors import Unavailable
from bot.kit.i18n import load_words
from bot.runtime.duties import Duty, Part
from bot.runtime.findings import Finding
from bot.runtime.inquiry import Answer, Inquiry
from bot.store.doctor import check_room

_NO_DATA = "No data on Congress are loaded: callboard congress update."


class DataFacts(Struct, frozen=True):
    """When the oldest public data of a kind were loaded (UTC microseconds), None without any, and what is doubtful."""

    name: str
    loaded_at: int | None
    doubts: tuple[str, ...] = ()


class Facts(Struct, frozen=True):
    """``backlog`` and ``room`` are None where they aren't this process's business: it doesn't deliver, or there is no
    SQLite file.

    ``gaps`` say what no process does. ``processes`` are the living ones, this one first; one on SQLite.
    """

    database: Answer[bool]
    gateways: tuple[Gateway, ...]
    backlog: Answer[tuple[DueCount, ...]] | None
    room: Finding | None
    data: tuple[DataFacts, ...]
    gaps: tuple[str, ...]
    processes: tuple[Process, ...]


class FactFinder:
    """Finds the facts about a process with this ``part``. Nothing that hangs keeps it longer than `HEALTHY`."""

    def __init__(self, app: App, part: Part, tokens: Tokens, gateways: GatewayWatch) -> None:
        self._app, self._part, self._platforms, self._gateways = app, part, list_platforms(tokens), gateways
        self._backlog = Inquiry("The database", self._count_backlog)
        self._room = Inquiry("The disk", self._look_at_disk)

    async def find(self) -> Facts:
        """The facts now."""
        database, backlog, room = await asyncio.gather(
            self._app.core.processes.write_check.look(HEALTHY),
            self._backlog.get(HEALTHY),
            self._room.get(HEALTHY),
        )
        delivers = Duty.DELIVERY in self._part.duties
        processes = self._list_processes()
        return Facts(
            database,
            self._gateways.gateways,
            backlog if delivers else None,
            room.value,
            self._describe_data(),
            list_gaps(processes, self._platforms),
            processes,
        )

    def close(self) -> None:
        """Ask nothing any longer."""
        self._app.core.processes.write_check.close()
        self._backlog.close()
        self._room.close()

    async def _count_backlog(self) -> tuple[DueCount, ...]:
        return await self._app.core.outbox.backlog.count(self._app.posters.list_platforms())

    async def _look_at_disk(self) -> Finding | None:
        url = self._app.config.store.url
        if url.engine != "sqlite":
            return None
        try:
            return await asyncio.to_thread(check_room, url.path.parent)
        except OSError as error:  # what can't be written either says so itself
            raise Unavailable(str(error.strerror)) from error

    def _list_processes(self) -> tuple[Process, ...]:
        presence = self._app.core.processes.presence
        if self._app.core.base.store.has_one_process:
            return (Process(presence.id, self._part.duties, serves_discord=True, is_keeper=True),)
        return (presence.own, *presence.others)

    def _describe_data(self) -> tuple[DataFacts, ...]:
        now, core = self._app.core.base.clock(), self._app.core
        congress, states = core.congress.last_directory, core.statehouses.last_directory
        words = load_words("en")
        doubts = tuple([describe_doubt(words, one) for one in find_data_warnings(congress, now)])
        if congress.edition is None:
            doubts = (_NO_DATA,)
        loaded = [roster.edition.loaded_at for roster in states.rosters.values()]
        old = [state for group in group_state_doubts(states, now).values() for state in group]
        return (
            DataFacts("congress", congress.edition.loaded_at if congress.edition else None, doubts),
            DataFacts("states", min(loaded, default=None), (_describe_old(old),) if old else ()),
        )


def _describe_old(states: Sequence[str]) -> str:
    return f"The data on the legislatures of {', '.join(states)} are old: callboard states update."
