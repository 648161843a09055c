"""Volunteers meet no sentence that is listed as only coordinators': their screens, walked at the console."""

import pytest

from bot.cli.translations.audience import is_for_coordinators
from bot.kit.i18n import Words
from tests.contract.conftest import CONSOLE
from tests.contract.languages.volunteer_screens import SCREENS, walk
from tests.contract.people import Person, Seen
from tests.contract.stage import Stage

_ENDS = frozenset({"Delete everything", "모두 지우기"})  # tapped last: it takes the walker's account


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The key of every sentence that is written from now on."""
    keys, choose = set[str](), Words._choose_source  # sentences without blanks are filled in once, and kept

    def record(self: Words, key: str) -> Words:
        keys.add(key)
        return choose(self, key)

    monkeypatch.setattr(Words, "_choose_source", record)
    return keys


@pytest.mark.parametrize("platform_name", [CONSOLE])
async def test_a_volunteer_meets_no_sentence_of_coordinators(stage: Stage, rendered: set[str]) -> None:
    await stage.add_org("Valley United", "West")
    ana = stage.person("Ana")
    await ana.say("/script")  # the greeting is over
    rendered.clear()
    tapped = set[str]()
    async for line, seen in walk(stage, ana):
        for label in seen.buttons:
            if label not in tapped | _ENDS:
                tapped.add(label)
                await _tap_again(ana, line, label)
    assert len(tapped) > len(SCREENS), tapped
    assert len(rendered) > 200, "most of what volunteers read was rendered"
    assert sorted(filter(is_for_coordinators, rendered)) == []


async def _tap_again(person: Person, line: str, label: str) -> Seen:
    """Show a screen once more, which also leaves an open form, and tap one of its buttons if it still has it."""
    seen = await person.say(line)
    return await person.tap(label, on=seen) if label in seen.buttons else seen
