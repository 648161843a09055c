"""A call-in day of two orgs over one app, each with a Discord server and a Slack workspace."""

import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import cast

import pytest
import structlog
from time_machine import Traveller

from bot.runtime.log import set_up
from tests.contract.conftest import DISCORD, MANY, run_stage, start_platform
from tests.contract.drivers.slack import SlackPlatform
from tests.contract.people import Chatter, Person, Seen
from tests.contract.stage import SETTINGS, Stage

# slack_sdk 3.47 still makes the client's secret a header in the way that aiohttp 3.14 would rather not see.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

ON_DISCORD, ON_SLACK = 0, 1
ORGS = ("Valley", "Harbor")
SPACES = tuple((org, on) for org in ORGS for on in (ON_DISCORD, ON_SLACK))
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")


class Day:
    """The two orgs on a stage. The administrator of each space is its coordinator."""

    def __init__(self, stage: Stage, slack: SlackPlatform, root: Chatter, log: StringIO) -> None:
        self.stage, self.slack, self._root, self._log = stage, slack, root, log
        self.chiefs: dict[tuple[str, int], Chatter] = {}

    async def begin(self) -> None:
        """Add the orgs and a chapter in each, and link both spaces of each."""
        for org in ORGS:
            assert (await self._root.say(f"/org add name:{org}")).has(f"{org} is a member organization now")
            await self._root.say(f"/chapter add org:{org} name:{org} East")
        for org, on in SPACES:
            chief = self.chiefs[org, on] = self.person(f"Chief{org}{on}", org, on, manages=True)
            code = read_code(await self._root.say(f"/org code org:{org}"))
            assert (await chief.say(f"/org join code:{code}")).has(f"belongs to {org} now")

    def person(self, name: str, org: str, on: int, *, manages: bool = False) -> Chatter:
        """A new person in one of the org's spaces."""
        person = cast(Chatter, self.stage.person(name, on=on))
        person = person if org == "Valley" else person.in_other_space()
        if manages:
            person.administrate()
        return person

    def kept(self) -> dict[str, bytes]:
        """Every file that the program writes, by name, and its log."""
        files = {path.name: path.read_bytes() for path in self.stage.folder.rglob("*") if path.is_file()}
        return {**files, "log": self._log.getvalue().encode()}


def read_code(seen: Seen) -> str:
    """The one-time code in an answer."""
    found = CODE.search(seen.text)
    assert found, seen.text
    return found[0]


def read_head(seen: Seen) -> str:
    """The line that says how many calls a board counts."""
    [line] = re.findall(r"(?:Chapters|Organizations|Volunteers): [\d,]+ calls? so far\.", seen.text)
    return str(line)


@contextmanager
def capture_log() -> Iterator[StringIO]:
    """Everything that the program logs, at every level."""
    root, stream = logging.getLogger(), StringIO()
    before, level = root.handlers[:], root.level
    set_up("debug", "json", stream)
    try:
        yield stream
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        structlog.reset_defaults()


@pytest.fixture
async def day(tmp_path: Path, sqlite_template: Path, traveller: Traveller, addresses: None) -> AsyncIterator[Day]:
    slack = cast(SlackPlatform, await start_platform(MANY))
    stage = Stage(tmp_path, (await start_platform(DISCORD), slack), traveller)
    root = stage.chatter("Root")
    stage.settings = SETTINGS.replace("{name: Valley}", f"{{name: Valley, admins: [discord:{root.mention}]}}")
    stage.settings += "privacy: {min_group: 2}\n"
    with capture_log() as log:
        async for running in run_stage(stage, sqlite_template):
            await slack.install()
            day = Day(running, slack, root, log)
            await day.begin()
            yield day


async def logs(person: Person, *outcomes: str) -> None:
    for outcome in outcomes:
        assert (await person.say(f"/log {outcome}")).has("Thank you")


async def test_each_org_sees_its_own_numbers_and_the_coalitions_sum(day: Day) -> None:
    ana, ben = (day.person(name, "Valley", on) for name, on in (("Ana", ON_DISCORD), ("Ben", ON_SLACK)))
    cai, dee = (day.person(name, "Harbor", on) for name, on in (("Cai", ON_DISCORD), ("Dee", ON_SLACK)))
    await ana.say("/profile chapter:Valley East")
    await dee.say("/profile chapter:Harbor East")
    await logs(ana, "spoke", "voicemail")
    await logs(ben, "spoke")
    await logs(cai, "spoke", "spoke", "spoke")
    await logs(dee, "voicemail")
    for org, theirs, own, without in (("Valley", "Harbor East", 2, 1), ("Harbor", "Valley East", 1, 3)):
        for on in (ON_DISCORD, ON_SLACK):
            chief = day.chiefs[org, on]
            board = await chief.say("/leaderboard")
            assert read_head(board).startswith(f"Chapters: {own + without} calls so far.")
            assert board.has("The whole coalition: 7 calls so far.")
            assert board.row(f"{org} East")[-1] == str(own)
            assert board.row("No chapter yet")[-1] == str(without)
            assert not board.has(theirs)
            orgs = await chief.say("/leaderboard orgs")
            assert (orgs.row("Valley")[-1], orgs.row("Harbor")[-1]) == ("3", "4")
            seen = await chief.say("/chapter list")
            assert seen.has(f"{org} East")
            assert not seen.has(theirs)


async def test_one_person_on_both_platforms_counts_once_and_is_forgotten_completely(day: Day) -> None:
    here, there = day.person("Quetzalli", "Harbor", ON_DISCORD), day.person("Quetzalli", "Harbor", ON_SLACK)
    other = day.person("Ben", "Harbor", ON_SLACK)
    await here.say("/profile name:Quetzalli public_name:Xochiquetzal")
    await logs(here, "spoke")
    await logs(there, "voicemail", "voicemail")
    await logs(other, "spoke")
    code = read_code(await here.say("/link"))
    assert (await there.say(f"/link code:{code}")).has("1 call was on both and counts once")
    assert read_head(await other.say("/leaderboard orgs")) == "Organizations: 3 calls so far."
    assert (await here.say("/mycalls")).fact("Since it started") == "2"
    before = await other.say("/leaderboard")
    asked = await there.say("/mydata forget")
    [sure] = [label for label in asked.buttons if "forget" in label.casefold() or "delete" in label.casefold()]
    await there.tap(sure, on=asked)
    after = await other.say("/leaderboard")
    assert after.text == before.text
    assert (await here.say("/mycalls")).has("No call of yours counts yet.")
    names = [name.encode() for name in ("Quetzalli", "Xochiquetzal", here.account, there.account)]
    kept = day.kept()
    assert kept["callboard.db"]
    assert b"workspace added" in kept["log"]
    assert not [(file, name) for file, content in kept.items() for name in names if name in content]


async def test_no_workspace_token_is_stored_unencrypted(day: Day) -> None:
    tokens = [token.encode() for token in day.slack.bot_tokens]
    assert len(set(tokens)) == len(ORGS)
    kept = day.kept()
    assert not [(file, token) for file, content in kept.items() for token in tokens if token in content]
