"""A card is in one language: what coordinators alone read is English where a language has no such sentences."""

import re

import pytest

from bot.kit.i18n import load_words
from tests.contract.conftest import DISCORD, SOCKET
from tests.contract.roles import admin
from tests.contract.stage import Stage

SIGNS = re.compile(r"[\uac00-\ud7a3\u4e00-\u9fff]+")
NAMES = re.compile("한국어|简体中文|繁體中文")
LINES = (
    *("/alert list", "/org list", "/role list", "/campaign list", "/chapter list", "/channel list", "/campaign show"),
    *("/report day", "/report coverage", "/audit", "/alert send", "/org add", "/campaign new", "/campaign open"),
    *("/campaign edit campaign:none", "/alert cancel alert:none", "/void", "/org code org:none"),
)


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET])
@pytest.mark.parametrize("language", ["ko", "zh-Hans"])
async def test_coordinators_cards_and_forms_are_in_one_language(stage: Stage, language: str) -> None:
    cora = await admin(stage)
    await cora.say(f"/profile language:{language}")
    [campaign] = await stage.app.core.campaigns.campaigns.load_all()
    for line in LINES:
        seen = await cora.say(line)
        shown = "\n".join((seen.text, *seen.buttons, seen.form)).replace(campaign.file.title[language], "")
        assert not SIGNS.search(NAMES.sub("", shown)), (line, shown)
    assert SIGNS.search((await cora.say("/callboard")).text)  # what volunteers see as well


@pytest.mark.parametrize("platform_name", [DISCORD])
async def test_a_preview_shows_what_a_volunteer_with_the_same_language_reads(stage: Stage) -> None:
    cora = await admin(stage)
    await cora.say("/profile language:ko")
    preview = await cora.say("/campaign preview")
    assert "This is a preview." in preview.text
    assert SIGNS.search(preview.buttons[0]), preview.buttons


def test_a_language_with_all_sentences_is_whole() -> None:
    for tag, language in (("en", "en"), ("es", "es"), ("ko", "en"), (None, "en"), ("zh-Hant", "en")):
        words = load_words(tag)
        assert (words.whole.language, words.whole.tag) == (language, tag)
