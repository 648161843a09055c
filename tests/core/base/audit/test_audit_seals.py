"""Every change to the audit trail is found, if the attacker can write only to the database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, insert, select, update

from bot.core.base.audit.audit import Audit
from bot.core.base.audit.audit_chain import SEAL, AuditEntry, Verdict, seal_entry
from bot.core.base.audit.audit_witness import FILE, Note, make_seals
from bot.core.base.keys.keys import Keys
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import audit, meta
from tests.services import SECRET, HandClock

COUNT = 6
_ALL = Statement(select(audit).order_by(audit.c.seq))
_CLEAR = Statement(delete(audit))
_ADD = Statement(insert(audit))
_HEAD = Statement(update(meta).where(meta.c.name == "audit").values(value=bindparam("hash")))
_FORGET_SEAL = Statement(delete(meta).where(meta.c.name == "audit_sealed"))

Rows = list[dict[str, Any]]


class Trail:
    """A trail with its file, and an attacker who writes to its database."""

    def __init__(self, store: Store, folder: Path, secret: bytes = SECRET) -> None:
        self.store, self.folder = store, folder
        self.seals = make_seals(folder, Keys(secret))
        self.audit = Audit(store, HandClock(), self.seals)

    async def add(self, count: int = COUNT) -> None:
        for number in range(count):
            await self.store.write(lambda tx, number=number: self._record(tx, number))  # type: ignore[misc]

    async def _record(self, tx: Tx, number: int) -> None:
        await self.audit.record(tx, None, "org.add", f"object-{number}", f"org-{number}")

    async def verdict(self) -> Verdict:
        return await self.audit.verify(self.seals.file.read())

    async def rows(self) -> Rows:
        return [row._asdict() for row in await self.store.read(lambda tx: tx.all(_ALL))]

    async def put(self, rows: Rows, *, head: bool = True) -> None:
        """Replace the trail with these entries, and its head too."""

        async def put(tx: Tx) -> None:
            await tx.run(_CLEAR)
            for row in rows:
                await tx.run(_ADD, **row)
            if head:
                await tx.run(_HEAD, hash=rows[-1]["hash"] if rows else b"")

        await self.store.write(put)


@pytest.fixture
async def trail(store: Store, tmp_path: Path) -> Trail:
    trail = Trail(store, tmp_path)
    await trail.audit.prepare()
    await trail.add()
    await trail.audit.confirm()
    assert await trail.verdict() == Verdict(COUNT, None)
    return trail


def reseal(rows: Rows, key: bytes | None = None, start: int = 1) -> Rows:
    """Entries resealed by an attacker who knows the method but not the key."""
    previous, found = b"", list[dict[str, Any]]()
    for seq, row in enumerate(rows, start):
        entry = AuditEntry(row["at"], row["actor"], row["action"], row["object"], row["org_id"], row["result"])
        previous = seal_entry(previous, seq, entry, key)
        found.append({**row, "seq": seq, "hash": previous})
    return found


ATTACKS: dict[str, Callable[[Rows], Rows]] = {
    **{f"cut {n}": (lambda rows, n=n: rows[:-n]) for n in range(1, COUNT + 1)},  # type: ignore[misc]
    **{f"lose {n}": (lambda rows, n=n: rows[:n] + rows[n + 1 :]) for n in range(COUNT)},  # type: ignore[misc]
    "reorder": lambda rows: [*rows[:2], {**rows[3], "seq": 3}, {**rows[2], "seq": 4}, *rows[4:]],
    "repeat": lambda rows: [*rows, {**rows[-1], "seq": COUNT + 1}],
    "rewrite": lambda rows: reseal([{**row, "object": "nothing"} for row in rows]),
    "rewrite with a key of one's own": lambda rows: reseal(rows, bytes(32)),
    "rewrite the end": lambda rows: [*rows[:3], *reseal(rows[3:], start=4)],
    "make one up": lambda rows: reseal([rows[0]] * 3),
    **{
        f"change {name}": (lambda rows, name=name, value=value: [*rows[:2], {**rows[2], name: value}, *rows[3:]])  # type: ignore[misc]
        for name, value in {
            "at": 1, "actor": "x", "action": "x", "object": "x", "org_id": None, "result": "x", "hash": b"x",
        }.items()
    },
}  # fmt: skip


@pytest.mark.parametrize("head", [True, False])
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
async def test_every_kind_of_tampering_is_found(trail: Trail, attack: Callable[[Rows], Rows], head: bool) -> None:
    await trail.put(attack(await trail.rows()), head=head)
    verdict = await trail.verdict()
    assert verdict.broken == verdict.sound + 1
    assert verdict.why
    await Trail(trail.store, trail.folder).audit.prepare()  # a start doesn't hide it either
    await trail.add(3)
    assert (await trail.verdict()).broken is not None


async def test_a_rewritten_trail_without_its_mark_is_found(trail: Trail) -> None:
    await trail.put(reseal(await trail.rows()))
    await trail.store.write(lambda tx: tx.run(_FORGET_SEAL))
    await Trail(trail.store, trail.folder).audit.prepare()
    assert (await trail.verdict()).broken == 1


async def test_another_deployments_key_or_trail_is_no_witness(trail: Trail, tmp_path: Path) -> None:
    other = Trail(trail.store, trail.folder, bytes(32))
    assert (await other.verdict()).broken == 1
    (tmp_path / "other").mkdir()
    elsewhere = Trail(trail.store, tmp_path / "other")
    elsewhere.seals.file.note((Note.SAVED, 4, b"another"))
    assert (await elsewhere.verdict()).broken == 4


async def test_a_crash_before_the_commit_is_no_alarm(trail: Trail) -> None:
    """The file has only the start of the last entry. Without that entry the trail is whole, and verify says so."""
    await trail.add(1)
    assert await trail.verdict() == Verdict(COUNT + 1, None)
    await trail.put((await trail.rows())[:-1])
    assert await trail.verdict() == Verdict(COUNT, None, unsaved=1)
    await trail.put((await trail.rows())[:-1])
    assert (await trail.verdict()).broken == COUNT


async def test_a_confirmed_entry_cannot_look_unsaved(trail: Trail) -> None:
    for added in range(1, 4):
        await trail.add(1)
        await trail.audit.confirm()
        rows = await trail.rows()
        await trail.put(rows[:-1])
        assert (await trail.verdict()).broken == COUNT + added
        await trail.put(rows)


async def test_confirming_twice_adds_one_line(trail: Trail, tmp_path: Path) -> None:
    await trail.add(1)
    await trail.audit.confirm()
    noted = (tmp_path / FILE).read_bytes()
    await trail.audit.confirm()
    await Trail(trail.store, trail.folder).audit.confirm()  # as another process would
    assert (tmp_path / FILE).read_bytes() == noted


async def test_an_entry_that_was_never_saved_is_noted_at_the_next_start(trail: Trail) -> None:
    trail.seals.file.note((Note.BEGUN, COUNT + 1, b"never saved"))
    await Trail(trail.store, trail.folder).audit.prepare()
    assert await trail.verdict() == Verdict(COUNT + 1, None)
    assert (await trail.rows())[-1]["result"] == "lost"


async def test_entries_of_an_earlier_version_are_sealed_in_place(store: Store, tmp_path: Path) -> None:
    old = Audit(store, HandClock())
    for number in range(3):
        await store.write(lambda tx, number=number: old.record(tx, None, "org.add", f"{number}", None))  # type: ignore[misc]
    trail = Trail(store, tmp_path)
    await trail.audit.prepare()
    await trail.audit.prepare()
    await trail.add(2)
    assert await trail.verdict() == Verdict(6, None)
    assert [row["action"] for row in await trail.rows()].count(SEAL) == 1
    rows = await trail.rows()
    await trail.put([*reseal([{**row, "object": "x"} for row in rows[:3]]), *rows[3:]])
    assert (await trail.verdict()).broken is not None


async def test_a_backup_that_was_restored_is_no_alarm(trail: Trail) -> None:
    rows = await trail.rows()
    await trail.put(rows[:4])
    trail.seals.file.note((Note.RESTORED, 4, rows[3]["hash"]))
    assert await trail.verdict() == Verdict(4, None)
    await trail.add(1)
    assert await trail.verdict() == Verdict(5, None)


async def test_foreign_lines_in_the_file_are_ignored(trail: Trail, tmp_path: Path) -> None:
    with (tmp_path / FILE).open("a") as file:
        file.write(f"restored 1 - {'0' * 64}\nsaved 9\nsaved x y z\n\x00\nbegun 7 zz aa")
    assert await trail.verdict() == Verdict(COUNT, None)
    await trail.put((await trail.rows())[:1])
    assert (await trail.verdict()).broken == 2
