"""The worker's loop confirms the audit trail, so that a removed last entry can't pass as a crash for long."""

import os
from pathlib import Path

import pytest

from bot.core.base.audit.audit import Audit
from bot.core.base.audit.audit_witness import FILE, WitnessFile, make_seals
from bot.core.base.keys.keys import Keys
from tests.core.support.coalition import ROOT
from tests.delivery.conftest import Floor
from tests.delivery.press import worker_on
from tests.services import SECRET


@pytest.fixture
def witness(floor: Floor, tmp_path: Path) -> WitnessFile:
    """The witness file beside the key. The newsroom's own trail writes to it from now on."""
    seals, audit = make_seals(tmp_path, Keys(SECRET)), floor.room.core.audit
    audit._keys, audit._file = seals.keys, seals.file
    return seals.file


async def add_entry(audit: Audit, floor: Floor) -> None:
    await floor.room.core.store.write(lambda tx: audit.record(tx, None, "org.add", "object", None))


async def test_each_scan_confirms_new_entries(floor: Floor, witness: WitnessFile) -> None:
    worker, audit = worker_on(floor.room), floor.room.core.audit
    for _ in range(3):
        await add_entry(audit, floor)
        assert witness.read().saved < witness.read().begun
        floor.room.core.clock.forward(seconds=11)
        await worker.run_once()
        assert witness.read().saved == witness.read().begun


async def test_an_unwritable_file_delays_no_alert(floor: Floor, witness: WitnessFile) -> None:
    await add_entry(floor.room.core.audit, floor)
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    await floor.room.send(ROOT, audience="coalition")
    path = witness._path
    os.replace(path, path.with_name("aside"))
    path.mkdir()
    floor.room.core.clock.forward(seconds=11)
    await worker.run_once()
    assert floor.counts() == ([1] * 6, [1] * 4)
    path.rmdir()
    os.replace(path.with_name("aside"), path)
    floor.room.core.clock.forward(seconds=11)
    await worker.run_once()
    assert witness.read().saved == witness.read().begun
    assert path.name == FILE
