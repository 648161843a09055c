"""Who to call: loads the data on Congress, and finds a caller's district, members and their numbers.

It uses the real files if they are in ``shared/data`` beside the repository, else an invented Congress with as many
members but few ZIPs. The number of ZIPs in the table shows which.
"""

import gc
import tempfile
import time
import tracemalloc
from functools import partial
from pathlib import Path
from statistics import median

from bench.core import MIN_GROUP, ROOT
from bench.rounds import take_turns, time_milliseconds
from bench.table import Bar, Row
from bot.core.campaign_files.campaign_file import CampaignFile, load_campaign
from bot.core.congress.congress import Congress
from bot.core.congress.edition import read_load
from bot.core.congress.places import Question, locate_zip
from bot.core.congress.source_file import SourceFile
from bot.core.directory.members import Directory
from bot.core.guidance.line_reports import LineReports
from bot.core.guidance.targets import find_targets
from bot.core.times.clock import now
from bot.store.engine import Store, Tx
from bot.store.open import open_store
from tests.public_data.capitol import LEGISLATORS, OFFICES, SHARED, ZCCD, make_congress

TITLE = "Who to call"
_EACH = 400  # ZIPs in one take
_MIB = 1024 * 1024

Files = tuple[SourceFile, SourceFile, SourceFile]


async def measure(repeats: int = 5, files: Files | None = None) -> tuple[Row, ...]:
    """The cost of an update, of the first read and of each answer."""
    files = files or _files()
    campaign = load_campaign(ROOT / "campaigns" / "clean-dream-act.yaml", "America/New_York")
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        store = await open_store(f"sqlite:///{Path(folder) / 'callboard.db'}")
        try:
            load = read_load(*files, now())
            await Congress(store, now).replace(load)
            zips = sorted({pair.zip for pair in load.zips})
            every = max(1, len(zips) // _EACH)
            takes = {
                "update": partial(_time_update, store, files),
                "start": partial(_time_read, store),
                "memory": partial(_measure_memory, store),
                "answer": partial(_time_answer, store, campaign, zips[::every]),
            }
            taken = await take_turns(repeats, takes)
        finally:
            await store.close()
    return (
        Row(f"update, {len(zips):,} ZIPs", "s", taken["update"], bar=Bar("at most", 1.0)),
        Row("read at the first question", "s", taken["start"], bar=Bar("at most", 1.0)),
        Row("memory it takes", "MiB", taken["memory"], bar=Bar("at most", 30.0)),
        Row("ZIP to members and numbers", "ms", taken["answer"], bar=Bar("at most", 1.0)),
    )


def _files() -> Files:
    if not SHARED.is_dir():
        return make_congress().all
    current, offices, zips = (SourceFile(name, (SHARED / name).read_bytes()) for name in (LEGISLATORS, OFFICES, ZCCD))
    return current, offices, zips


async def _time_update(store: Store, files: Files) -> float:
    begun = time.perf_counter()
    await Congress(store, now).replace(read_load(*files, now()))
    return time.perf_counter() - begun


async def _time_read(store: Store) -> float:
    return await time_milliseconds(Congress(store, now).read_directory) / 1000


async def _measure_memory(store: Store) -> float:
    """The MiB that the directory holds, as Python counts them."""
    gc.collect()
    tracemalloc.start()
    directory: Directory = await Congress(store, now).read_directory()
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert directory.members, "the update came before"
    return size / _MIB


async def _time_answer(store: Store, campaign: CampaignFile, zips: list[str]) -> float:
    """The median milliseconds of one answer: a ZIP's district, who to call there, and their numbers."""
    congress, lines = Congress(store, now), LineReports(MIN_GROUP)
    await congress.read_directory()

    async def answer(tx: Tx, zip: str) -> None:
        place = await locate_zip(tx, congress, zip, now())
        district = place.districts[0] if isinstance(place, Question) else place
        for target in find_targets(campaign, district, await congress.load_directory(tx)).all:
            await lines.pick_line(tx, target, campaign.phone, now())

    return median([await time_milliseconds(partial(store.read, partial(answer, zip=zip))) for zip in zips])
