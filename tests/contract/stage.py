"""The whole product on one or more platforms, with one database, for one scenario."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import bindparam, select, update
from time_machine import Traveller

from bot.app.app import App, bootstrap
from bot.config.settings import load_config
from bot.core.alerts.notices import NoticeKind
from bot.core.base.keys.caller_keys import hash_space
from bot.core.coalition.coalition import Coalition
from bot.core.congress.congress import Congress
from bot.core.congress.edition import CongressLoad
from bot.core.times.clock import now
from bot.delivery.worker import Worker
from bot.kit.cards.outbound import Poster
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import notices, orgs, spaces
from tests.contract.people import Chatter, Person

ROOT = Path(__file__).parents[2]
# These people type faster than real ones.
SETTINGS = "coalition: {name: Valley}\nlimits: {seconds_between_logs: 0}\n"


_PATIENCE, _LOOK = 30.0, 0.02  # seconds until an alert has ended, and between two looks
_ENDED = Statement(select(notices.c.id).where(notices.c.kind == NoticeKind.ENDED.value))
_ORG = Statement(select(orgs.c.id).where(orgs.c.name == bindparam("named")))
_ADD_SPACE = Statement(lambda insert: insert(spaces).on_conflict_do_nothing())
_LINK = Statement(update(spaces).where(spaces.c.key == bindparam("which")).values(org_id=bindparam("org")))


class Platform(Protocol):
    """A platform with people, and the product's connection to it."""

    name: str

    @property
    def settings(self) -> str:
        """The platform's part of config.yaml."""
        ...

    @property
    def problems(self) -> list[str]:
        """Everything that the platform complained about."""
        ...

    @property
    def space(self) -> tuple[str, str]:
        """The platform, as kit calls it, and the id of the space where people are."""
        ...

    async def open(self, app: App) -> None:
        """Connect an adapter to ``app``."""
        ...

    async def close(self) -> None:
        """Stop the adapter."""
        ...

    async def end(self) -> None:
        """Stop the platform."""
        ...

    def person(self, name: str, locale: str) -> Person:
        """A new person."""
        ...

    def public(self) -> list[str]:
        """The messages that everybody sees in the channel, oldest first."""
        ...

    async def shows(self, words: str) -> None:
        """Wait until the newest message in the channel contains some words."""
        ...

    @property
    def poster(self) -> Poster | None:
        """The open adapter's poster; None if nobody would read its posts."""
        ...


class Stage:
    """An installation in ``folder``: config, campaigns, key and database, and people who use it."""

    def __init__(self, folder: Path, platforms: Sequence[Platform], traveller: Traveller) -> None:
        self.folder, self.platforms, self._traveller = folder, platforms, traveller
        self.database = folder / "callboard.db"
        self.settings = SETTINGS
        self._app: App | None = None
        self._worker: Worker | None = None
        shutil.copytree(ROOT / "campaigns", folder / "campaigns")

    @property
    def app(self) -> App:
        """The core that is running."""
        assert self._app, "open() comes first"
        return self._app

    async def open(self) -> None:
        """Start the app and an adapter for each platform, as `callboard run` does."""
        config = self.folder / "config.yaml"
        config.write_text("".join((self.settings, *(it.settings for it in self.platforms))))
        self._app = await bootstrap(load_config(config, {}), {}, now)
        for platform in self.platforms:
            await platform.open(self._app)
        self._worker = self._app.build_worker()
        self._worker.start(poster for platform in self.platforms if (poster := platform.poster))

    async def close(self) -> None:
        """Stop the adapters and the app."""
        if self._worker:
            await self._worker.stop()
        for platform in self.platforms:
            await platform.close()
        if self._app:
            await self._app.close()

    async def pause(self, **length: float) -> None:
        """Stop for a while, as a machine that is off."""
        await self.close()
        self.forward(**length)
        await self.open()

    async def restart(self, *campaigns: str) -> None:
        """Restart on the same database. ``campaigns`` replace the campaigns; those that were used are over."""
        await self.close()
        if campaigns:
            shutil.rmtree(self.folder / "campaigns")
            (self.folder / "campaigns").mkdir()
            self._end_campaigns()
        for number, text in enumerate(campaigns):
            (self.folder / "campaigns" / f"{number}.yaml").write_text(text)
        await self.open()

    async def empty(self) -> None:
        """Restart without any campaign, as a new coalition without the sample does."""
        await self.close()
        for path in (self.folder / "campaigns").iterdir():
            path.unlink()
        self._end_campaigns()
        await self.open()

    def _end_campaigns(self) -> None:
        """Delete every campaign; end the ones that calls or alerts refer to."""
        with closing(sqlite3.connect(self.database, isolation_level=None)) as plain:
            plain.execute("PRAGMA foreign_keys = ON")
            plain.execute("DELETE FROM campaign_changes")
            plain.execute("DELETE FROM campaign_history")
            for (key,) in plain.execute("SELECT id FROM campaigns").fetchall():
                try:
                    plain.execute("DELETE FROM campaigns WHERE id = ?", (key,))
                except sqlite3.IntegrityError:
                    plain.execute("UPDATE campaigns SET closes_at = 1 WHERE id = ?", (key,))

    def person(self, name: str, locale: str = "en", on: int = 0) -> Person:
        """A new person on the platform number ``on``."""
        return self.platforms[on].person(name, locale)

    def chatter(self, name: str, locale: str = "en") -> Chatter:
        """A new person on a platform other than the console."""
        person = self.person(name, locale)
        assert isinstance(person, Chatter)
        return person

    async def add_org(self, org: str, *chapters: str) -> None:
        """Add an org with chapters, and link it to the spaces where people are, whatever org these had."""
        coalition = Coalition(self.app.core.base)

        async def add(tx: Tx) -> None:
            org_id = await coalition.add_org(tx, org)
            assert org_id
            for chapter in chapters:
                await coalition.add_chapter(tx, org_id, chapter)

        await self.app.core.base.store.write(add)
        await self.link(org)

    async def link(self, org: str) -> None:
        """Link the spaces where people are to an org, as their administrator does."""
        keys = self.app.core.base.keys

        async def link(tx: Tx) -> None:
            [found] = await tx.all(_ORG, named=org)
            for platform, space in (it.space for it in self.platforms):
                key, unset = hash_space(keys, platform, space), dict.fromkeys(("org_id", "language", "locked_until"))
                row = {"key": key, "platform": platform, "address": keys.encrypt(space), **unset}
                await tx.run(_ADD_SPACE, **row, wrong_codes=0, created_at=now())
                await tx.run(_LINK, which=key, org=found.id)

        await self.app.core.base.store.write(link)

    async def elect(self, load: CongressLoad) -> None:
        """Load data on Congress before anybody has used it."""
        await Congress(self.app.core.base.store, now).replace(load)

    def forward(self, **length: float) -> None:
        """Let time pass everywhere: here, on the platforms, in what they sign."""
        self._traveller.shift(timedelta(**length))
        self.app.core.base.waker.wake()  # a worker that sleeps until a time doesn't notice that the clock moved

    async def end_alert(self) -> None:
        """Wait until an alert has ended, and let the time pass until its author hears so."""
        store = self.app.core.base.store
        async with asyncio.timeout(_PATIENCE):
            while not await store.read(lambda tx: tx.all(_ENDED)):  # noqa: ASYNC110 - another task writes it
                await asyncio.sleep(_LOOK)
        self.forward(minutes=1)

    def calls(self) -> list[tuple[Any, ...]]:
        """The slot, outcome, platform and language of every call that isn't removed, from the file itself."""
        return read_calls(self.database)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the write lock, as a backup program might."""
        with hold_lock(self.database):
            yield

    def public(self) -> list[str]:
        """The messages that everybody sees in the first platform's channel."""
        return self.platforms[0].public()

    def problems(self) -> list[str]:
        """Everything that any platform complains about."""
        return [problem for platform in self.platforms for problem in platform.problems]


def read_calls(database: Path) -> list[tuple[Any, ...]]:
    """The slot, outcome, platform and language of every call that isn't removed, oldest first."""
    connection = sqlite3.connect(database)
    try:
        columns = "SELECT slot, outcome, platform, language FROM calls"
        return connection.execute(f"{columns} WHERE removed_at IS NULL ORDER BY logged_at, id").fetchall()
    finally:
        connection.close()


@contextmanager
def hold_lock(database: Path) -> Iterator[None]:
    """Hold a database's write lock."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def campaign(key: str, *lines: str) -> str:
    """A minimal campaign file with these additional lines."""
    return "\n".join((f"campaign: {key}", f"title: Drive {key}", *lines, "scripts: {en: {text: Hello}}"))
