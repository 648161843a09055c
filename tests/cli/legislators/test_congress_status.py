"""`congress status` and `congress rehearse`: what holds now, what a later day changes, and for how many."""

from base64 import urlsafe_b64encode
from datetime import date
from pathlib import Path

import pytest

from bot.cli.legislators.congress_rehearsal import describe_rehearsal
from bot.cli.legislators.congress_status import describe_status
from bot.cli.legislators.congress_update import update
from bot.config.settings import Config, CongressConfig, StoreConfig
from bot.config.store_url import StoreUrl
from bot.core.base.keys.key_file import VARIABLE
from tests.fixtures import Opening
from tests.public_data.capitol import Invented, make_congress
from tests.public_data.turnover import OLD_TX, make_maps_of_two, make_turnover
from tests.services import SECRET, HandClock, campaign, core_on, instant

NOVEMBER = instant("2026-11-27 12:00")


@pytest.fixture
def config(sqlite_path: Path) -> Config:
    """Settings with a database at the current schema."""
    congress = CongressConfig(new_maps=("CA", "TX"), vacant=("WY-0",), every=24 * 3600)
    address = StoreUrl(f"sqlite:///{sqlite_path}")
    return Config(store=StoreConfig(url=address), congress=congress, campaigns=sqlite_path.parent / "campaigns")


async def load(config: Config, files: Invented, clock: HandClock) -> None:
    await update(config, files.put(config.folder / "files"), lambda line: None, clock)


def pick(lines: list[str], *beginnings: str) -> list[str]:
    return [line for line in lines if line.startswith(beginnings)]


async def test_status_says_what_holds_and_what_is_known_of_the_next_congress(config: Config) -> None:
    clock = HandClock(NOVEMBER)
    assert await describe_status(config, clock) == [
        "No data on Congress are loaded. Get them with: callboard congress update"
    ]
    await load(config, make_congress(vacant=("CA-14",)), clock)
    clock.forward(days=3)
    assert pick(await describe_status(config, clock), "Congress", "Members", "Vacant", "New", "Updates", "The") == [
        "Congress 119 sits until 2027-01-03 at noon in Washington.",
        "Members: 539 of Congress 119 sit now, loaded on 2026-11-27 (3 days ago).",
        "Members: those of Congress 120 aren't loaded. If that lasts, the switchboard serves.",
        "Vacant: 2 of 541 seats: CA-14, WY-0 (by congress.vacant in config.yaml).",
        "New lines in Congress 120: 2 states (CA, TX), by congress.new_maps, until the ZIP file of Congress 120 is "
        "loaded.",
        "Updates: every 24 hours.",
        "The last one succeeded at 2026-11-27 17:00 UTC.",
    ]


async def test_with_both_editions_the_day_is_rehearsed(
    config: Config, monkeypatch: pytest.MonkeyPatch, opening: Opening
) -> None:
    monkeypatch.setenv(VARIABLE, urlsafe_b64encode(SECRET).decode())
    clock = HandClock(NOVEMBER)
    await load(config, make_turnover(), clock)
    _, after = make_maps_of_two()
    (config.folder / "files" / after.name.replace("120", "121")).write_bytes(after.data)
    await load(config, make_turnover(), clock)
    lines = await describe_status(config, clock)
    assert pick(lines, "Members: those", "New") == [
        "Members: those of Congress 120 are loaded too, and are named once it begins.",
        "New lines in Congress 120: 2 states (TX, UT), by comparing the ZIP files of Congress 120 and the one before.",
    ]
    store = await opening(config.store.url.url)
    core = await core_on(store, [campaign("gone", f"targets: [my_senators, {OLD_TX}]"), campaign("own")], clock=clock)
    for number, place in enumerate(["TX-16", "TX-7", "TX", "FL-3", "MA-7", "-"]):
        await core.tell(f"person {number}", district=place, name="Ana")
    assert (await describe_rehearsal(config, date(2027, 1, 4), clock))[1:] == [
        "People who gave a district or state: 5. For 1 of them nothing changes.",
        "Asked for their ZIP, as their state has new lines (both senators and the switchboard until then): 2.",
        "With another representative: 1.",
        "With another senator: 3.",
        "People who gave neither, and call through the switchboard: 1.",
        f"Campaign gone: these targets are gone then: Casey TX-16 ({OLD_TX}).",
    ]
    assert (await describe_rehearsal(config, date(2027, 1, 2), clock))[1:3] == [
        "People who gave a district or state: 5. For 5 of them nothing changes.",
        "People who gave neither, and call through the switchboard: 1.",
    ]
