"""Names in scripts without capitals and spaces: a first name alone, or one with what Korean and Chinese add to it."""

import pytest

from tests.contract.conftest import CONSOLE
from tests.contract.stage import Stage

LISTED = """campaign: board
title: Board
targets:
  list:
    - {key: seat-one, name: {en: Sam Lee, ko: 샘 리, zh-Hans: 李三}, phone: (202) 555-0111}
    - {key: seat-two, name: {en: Chulsoo Kim, ko: 김철수, zh-Hans: 金哲洙}, phone: (202) 555-0112}
    - {key: seat-three, name: {en: Younghee Kim, ko: 김영희, zh-Hans: 金英姬}, phone: (202) 555-0113}
scripts: {en: {text: Hello}}
"""
OFFERED = {
    "ko": {"샘": "샘 리", "샘에게": "샘 리", "샘 의원님": "샘 리", "철수": "김철수", "철수와": "김철수"},
    "zh-CN": {"三": "李三", "哲洙": "金哲洙", "英姬议员": "金英姬"},
    "en": {"sam": "Sam Lee", "chulsoo": "Chulsoo Kim", "샘": "Sam Lee", "영희 씨": "Younghee Kim"},
}
NAMED = {"ko": ("김철수 의원", "김철수 의원실", "김철수에게"), "zh-CN": ("金哲洙议员", "金哲洙的办公室")}


@pytest.fixture(params=[CONSOLE])
def platform_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_a_first_name_alone_is_offered_with_a_button(stage: Stage) -> None:
    await stage.restart(LISTED)
    for locale, typed in OFFERED.items():
        for word, name in typed.items():
            caller = stage.person(f"{locale}-{word}", locale)
            asked = await caller.say(f"/log spoke {word}")
            assert asked.buttons == (name,), (word, asked.text)
            assert (await caller.tap(name, on=asked)).has(name), word


async def test_a_name_is_known_with_a_title_behind_it(stage: Stage) -> None:
    await stage.restart(LISTED)
    for locale, typed in NAMED.items():
        for number, words in enumerate(typed):
            caller = stage.person(f"{locale}-{number}", locale)
            await caller.say(f"/log spoke {words}")
    assert {slot for slot, *_ in stage.calls()} == {"seat-two"}
    assert len(stage.calls()) == sum(map(len, NAMED.values()))


async def test_a_name_that_several_have_offers_none(stage: Stage) -> None:
    await stage.restart(LISTED)
    for locale, word in (("ko", "김"), ("zh-CN", "金")):
        asked = await stage.person(f"P-{word}", locale).say(f"/log spoke {word}")
        assert asked.buttons == (), asked.text
    assert stage.calls() == []
