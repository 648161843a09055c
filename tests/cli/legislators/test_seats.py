"""`callboard congress vacant` and `fill`: with and without a Callboard that runs on the database."""

import asyncio
from pathlib import Path

import pytest

from bot.app.app import bootstrap
from bot.cli.legislators.congress_status import describe_status
from bot.cli.legislators.errand_names import Marking
from bot.cli.legislators.seat_mark_lines import read_marks
from bot.cli.legislators.seat_marking import mark_seat, split_seat
from bot.cli.serve.errands import take_errands
from bot.config.settings import load_config
from bot.core.congress.congress import Congress
from bot.core.times.clock import now
from bot.errors import ConfigError
from tests.fixtures import use_store
from tests.public_data.capitol import make_congress


def test_the_words_of_a_seat_are_told_from_a_members() -> None:
    typed = {
        "CA-14": ("CA-14", None),
        "TX senior": ("TX senior", None),
        "TX senior Jane Doe": ("TX senior", "Jane Doe"),
        "VT Jane Doe": ("VT", "Jane Doe"),
        "ca 14 J000123": ("ca 14", "J000123"),
        "california's 14th district": ("california's 14th district", None),
    }
    for text, read in typed.items():
        assert split_seat(text.split()) == split_seat([text]) == read


async def test_a_seat_is_marked_with_and_without_a_running_callboard(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("coalition: {name: Valley}\n")
    (tmp_path / "campaigns").mkdir()
    config = load_config(tmp_path / "config.yaml", {})
    async with use_store(config.store.url.url) as store:
        await Congress(store, now).replace(make_congress().load())

    async def mark(marking: Marking, *words: str) -> str:
        return await mark_seat(config, {}, marking, words)

    assert "CA-11 is marked as vacant" in await mark(Marking.VACANT, "CA-11")
    with pytest.raises(ConfigError, match=r"^congress vacant: CA-11 is marked as vacant already"):
        await mark(Marking.VACANT, "CA-11")
    [line] = await read_marks(config)
    assert line.startswith("Marked: CA-11 is vacant since ")
    assert line.endswith("the data still have Casey CA-11 there. To take it back: callboard congress fill CA-11")
    assert [line] == [line for line in await describe_status(config) if line.startswith("Marked")]
    app = await bootstrap(config, {})
    try:
        async with take_errands(app):
            done = await asyncio.gather(mark(Marking.FILL, "CA-11"), mark(Marking.VACANT, "TX", "senior"))
            assert "CA-11 has no mark anymore" in done[0]
            assert app.core.congress.get_sitting(now()).vacant == {"TX senator-1"}
            with pytest.raises(ConfigError, match="no seat"):
                await mark(Marking.VACANT, "nobody")
            await app.core.congress.replace(make_congress(vacant=["TX senator-1"]).load())
    finally:
        await app.close()
    [line] = await read_marks(config)
    assert line.startswith("Marked: TX senior was marked on ")
    assert line.endswith("because the data agree: they have Jo TX there.")
