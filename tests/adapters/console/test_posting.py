"""Posts on open consoles."""

import pytest

from bot.adapters.console.posting import ConsolePoster
from bot.kit.cards.outbound import Address, Checked, Found, Later, Posted, Refusal, Refused
from bot.kit.cards.reply import Card

HERE, ELSEWHERE = Address("console", "console", "console"), Address("console", "console", "attic")
GONE = Refused(Refusal.GONE)


class Screen:
    """A person's console."""

    def __init__(self, account: str) -> None:
        self.account = account
        self.shown: list[tuple[str, str, bool]] = []

    async def show(self, key: str, card: Card, private: bool) -> None:
        self.shown.append((key, card.title, private))


@pytest.fixture
def poster() -> ConsolePoster:
    return ConsolePoster()


async def test_every_open_console_sees_a_post_once(poster: ConsolePoster) -> None:
    ana, ben = Screen("ana"), Screen("ben")
    with poster.attach(ana), poster.attach(ben):
        results = [await poster.post(HERE, Card("Call today"), "key") for _ in range(2)]
    assert results == [Posted("1")] * 2
    assert ana.shown == ben.shown == [("console.posted", "Call today", False)]
    assert await poster.find(HERE, "key", 0) == Found("1")
    assert await poster.find(HERE, "other", 0) == Found(None)


async def test_a_changed_card_is_shown_again(poster: ConsolePoster) -> None:
    ana = Screen("ana")
    with poster.attach(ana):
        await poster.post(HERE, Card("Call today"), "key")
        assert await poster.edit(HERE, "1", Card("It is over")) == Posted("1")
        assert await poster.edit(HERE, "2", Card("It is over")) == GONE
    assert ana.shown[1:] == [("console.changed", "It is over", False)]


async def test_a_private_post_reaches_one_person(poster: ConsolePoster) -> None:
    ana, ben = Screen("ana"), Screen("ben")
    with poster.attach(ana), poster.attach(ben):
        assert await poster.tell("ana", None, Card("Your reminder"), "key") == Posted("key")
    assert (ana.shown, ben.shown) == ([("console.told", "Your reminder", True)], [])


async def test_without_a_console_it_is_later_and_an_unknown_channel_is_refused(poster: ConsolePoster) -> None:
    assert isinstance(await poster.post(HERE, Card("Call today"), "key"), Later)
    assert isinstance(await poster.tell("ana", None, Card("Your reminder"), "key"), Later)
    assert await poster.post(ELSEWHERE, Card("Call today"), "key") == GONE
    assert await poster.check(ELSEWHERE) == Checked("attic", GONE)
    assert await poster.check(HERE) == Checked("console")
