"""What a postcard must not give away is refused, in any digits and dashes; status words ask once, and no more."""

from pathlib import Path

import pytest

from bot.core.campaign_files.campaign_file import load_campaign
from bot.core.postcards.private_numbers import Private, find_private
from bot.core.postcards.status_words import tells_status
from bot.core.postcards.words import accept_signature, accept_words, check_words
from bot.errors import UserError

SAMPLE = load_campaign(Path("campaigns/clean-dream-act.yaml"), "America/New_York")
BEGINNINGS = [text for one in SAMPLE.actions for begin in one.beginnings for text in begin.values()]

PRIVATE = {
    "Call me: (510) 555-0142": Private.PHONE,
    "+1 510 555 0142": Private.PHONE,
    "５１０－５５５－０１４２": Private.PHONE,
    "٥١٠ ٥٥٥ ٠١٤٢": Private.PHONE,
    "5.1.0.5.5.5.0.1.4.2": Private.PHONE,
    "510\u200b555\u200b0142": Private.PHONE,
    "①②③ ④⑤⑥ ⑦⑧⑨⓪": Private.PHONE,
    "five one zero five five five zero one four two": Private.PHONE,
    "我的电话五一零五五五零一四二": Private.PHONE,
    "555–0142": Private.PHONE,
    "123-45-6789": Private.SSN,
    "123 45 6789": Private.SSN,
    "１２３‑４５‑６７８９": Private.SSN,
    "A123456789": Private.A_NUMBER,
    "a# 012-345-678": Private.A_NUMBER,
    "Alien number 12345678": Private.A_NUMBER,
    "IOE0912345678": Private.NUMBER,
    "passport 1234567890123": Private.NUMBER,
    "ana@example.org": Private.EMAIL,
    "ana (at) example (dot) org": Private.EMAIL,
    "ana＠example．org": Private.EMAIL,
    "ana at example dot com": Private.EMAIL,
    "see https://example.org/x": Private.LINK,
    "example.com/me": Private.LINK,
    "www.example.test": Private.LINK,
    "[here](x)": Private.LINK,
    "I live at 1450 Harrison Street": Private.ADDRESS,
    "99 Oak Court": Private.ADDRESS,
    "P.O. Box 12": Private.ADDRESS,
    "Apt 4, 12 W 23rd St": Private.ADDRESS,
    "Calle 24 de Mayo 118": Private.ADDRESS,
    "住在中山路12号": Private.ADDRESS,
    "세종대로 209번길": Private.ADDRESS,
}


@pytest.mark.parametrize("text", PRIVATE, ids=range(len(PRIVATE)))
def test_what_leads_to_somebody_is_found(text: str) -> None:
    assert PRIVATE[text] in find_private(f"Please help. {text} Thank you!")


@pytest.mark.parametrize(
    "text",
    [
        *BEGINNINGS,
        "We have waited 24 years, from 1998-2022, and 800,000 families wait too.",
        "On 11/22/2026 we came to your office, and again on 2026-11-23.",
        "I drive 2 hours by road to see my mother. H.R. 6 and S. 264 matter.",
        "Oakland, CA 94612",
        "One, two, three of us ask you: vote yes.",
        "10月1日，我们去了华盛顿。10년 동안 기다렸습니다.",
        "Mr. Chen vs. the U.S. asks: why? No. 1 in the state!",
    ],
)
def test_plain_words_may_be_sent(text: str) -> None:
    assert find_private(text) == ()
    assert accept_words(text)


@pytest.mark.parametrize("text", BEGINNINGS)
def test_the_samples_beginnings_ask_nobody_anything(text: str) -> None:
    assert not tells_status(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am undocumented and I work here.",
        "My mother has no papers.",
        "My parents were deported.",
        "I have DACA and I teach.",
        "I'm a citizen.",
        "Soy indocumentada.",
        "Mi papá no tiene papeles",
        "我没有身份",
        "我媽媽是無證移民",
        "저는 서류 미비 청년입니다",
        "Tôi không có giấy tờ",
        "Ako ay walang papeles",
        "Walang papeles ang nanay ko",
    ],
)
def test_words_that_tell_a_status_ask_once(text: str) -> None:
    checked = check_words(text)
    assert checked.tells_status
    assert checked.problems == ()


@pytest.mark.parametrize("text", ["I am asking you to support DACA recipients.", "Dreamers teach our kids.", "Hello"])
def test_words_about_others_do_not_ask(text: str) -> None:
    assert not tells_status(text)


def test_empty_long_and_invisible_words_are_refused_with_their_place() -> None:
    for text, key in (
        ("", "empty_words"),
        (" \u200b", "empty_words"),
        ("x" * 1001, "long"),
        ("a\n" * 25 + "a", "lines"),
    ):
        with pytest.raises(UserError, match=key):
            accept_words(text)
    with pytest.raises(UserError, match=r"private\.phone"):
        accept_signature("Ana, 510-555-0142")
    for mention in ("<@U0BEN1234>", "T0TEAM12:U0BEN1234"):
        with pytest.raises(UserError, match=r"name\.mention"):
            accept_signature(f"Ana {mention}")
    with pytest.raises(UserError, match=r"text\.unseen"):
        accept_words("pass\u2063word")
