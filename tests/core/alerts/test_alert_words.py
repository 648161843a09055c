"""The words of an alert: which are refused with a sentence, and which are kept as they are."""

from pathlib import Path

import pytest

from bot.store.engine import Store
from tests.core.support.alerting import Newsroom, make_newsroom
from tests.core.support.coalition import ADMIN, ANA, expect_refusal
from tests.services import core_on


@pytest.fixture
async def room(store: Store) -> Newsroom:
    return await make_newsroom(await core_on(store))


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("", "alert.empty"),
        ("x" * 1501, "alert.long"),
        ("Call @everyone now", "alert.mass"),
        ("Call <!channel>", "alert.mass"),
        ("Ask <@123>", "alert.mention"),
        ("Ask T0TEAM12:U0BEN1234 today", "alert.mention"),  # as a command on Slack comes
        ("[here](https://callboard.example)", "alert.masked"),
        ("See https://evil.example/callboard.example", "alert.link"),
        ("See https://callboard.example@evil.example/", "alert.link"),
        ("See evil.com", "alert.link"),
        ("See https://callboard.example,evil.com, now", "alert.link"),
        ("ftp://callboard.example", "alert.scheme"),
        ("invisible\u2063words", "text.unseen"),
        ("\u202ewords", "text.unseen_first"),
        ("@ever\u200dyone call", "alert.mass"),
        ("@\u200eeveryone call", "alert.mass"),
        ("＠ｅｖｅｒｙｏｎｅ call", "alert.mass"),
    ],
)
async def test_forbidden_words_in_an_alert_get_a_sentence(room: Newsroom, words: str, key: str) -> None:
    await room.subscribe(ANA)
    with expect_refusal(key):
        await room.draft(ANA, words)


async def test_allowed_words_in_an_alert_are_kept_verbatim(room: Newsroom) -> None:
    await room.subscribe(ANA)
    words = "Call (202) 224-3121 today!\nSee https://www.callboard.example/call and #CleanDREAMAct, at 9 a.m."
    assert (await room.draft(ANA, words)).snapshot.words == words


@pytest.mark.parametrize("end", [", then call", ".", ": now", ";", "!", "…", "”", "*", "),", "?", ".\nCall"])
async def test_punctuation_after_a_link_is_no_part_of_its_address(room: Newsroom, end: str) -> None:
    await room.subscribe(ANA)
    for link in ("https://callboard.example", "http://www.callboard.example"):
        words = f"See {link}{end}"
        assert (await room.draft(ANA, words)).snapshot.words == words


async def test_words_are_kept_encrypted(room: Newsroom, store_url: str) -> None:
    await room.subscribe(ANA)
    await room.send(ANA, "planted words")
    if store_url.startswith("sqlite"):
        path = Path(store_url.removeprefix("sqlite:///"))
        assert b"planted" not in b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    [listed] = await room.operations.list_newest(ADMIN)
    assert listed.words == "planted words"
