"""Nothing on a volunteer's screens is English but the words to say: each command, in each language."""

import calendar
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.kit.i18n import Words, list_catalogs, load_catalog, load_words
from tests.contract.conftest import CONSOLE, DISCORD, SOCKET
from tests.contract.languages.volunteer_screens import SCREENS, TYPED_ONLY, speak, walk
from tests.contract.stage import Stage

KOREAN = "ko"  # no Latin letters of its own, so English shows
TITLES = yaml.safe_load(Path("campaigns/clean-dream-act.yaml").read_text("utf-8"))["title"]
_WORD = re.compile(r"[A-Za-z][A-Za-z’']+")
# Names, what the walk types, and what people type on every keyboard.
_NAMES = frozenset(_WORD.findall("Ana Banana Nowhere Valley United West Cupertino nonsense CA unavailable yesterday"))
_CODE = re.compile(r"[\w./-]+\.(?:json|ya?ml|html|png)|https?://\S+|/\w[\w -]*|\b[0-9A-Z]{4}-[0-9A-Z]{4}")
# Discord draws instants itself, and the tests read them as somebody in New York does, in English.
_DRAWN = frozenset((*calendar.day_name, "November", "AM", "PM", "Eastern"))
_SAID = ("scripts", "asks", "answers")  # of a campaign: what callers say to the office, and hear


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The keys of sentences that the reader's language lacked from now on, so that they were English."""
    keys, choose = set[str](), Words._choose_source

    def record(self: Words, key: str) -> Words:
        source = choose(self, key)
        if source is not self:
            keys.add(key)
        return source

    monkeypatch.setattr(Words, "_choose_source", record)
    return keys


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD, SOCKET])
@pytest.mark.parametrize("language", [tag for tag in list_catalogs() if tag not in {"en", KOREAN}])
async def test_no_sentence_of_a_volunteers_screens_is_missing(stage: Stage, language: str, lacking: set[str]) -> None:
    await stage.add_org("Valley United", "West")
    await speak(stage, language)
    ana = stage.person("Ana")
    await ana.say(f"/profile language:{language}")  # Discord has no Tagalog
    lacking.clear()
    walked = {line async for line, _ in walk(stage, ana, language)}
    assert len(walked) >= len(SCREENS) - len(TYPED_ONLY)
    assert sorted(lacking) == []


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD, SOCKET])
async def test_a_korean_volunteers_screens_have_no_english_but_the_words_to_say(
    stage: Stage, lacking: set[str], platform_name: str
) -> None:
    await stage.add_org("Valley United", "West")
    await speak(stage, KOREAN)
    ana = stage.person("Ana", locale=KOREAN)
    allowed = _NAMES | frozenset(_list_words_to_say()) | frozenset(_list_words(load_catalog(KOREAN)))
    left = {}
    async for line, seen in walk(stage, ana, KOREAN):
        text = _CODE.sub(" ", "\n".join((seen.text, *seen.buttons, seen.form, *seen.errors.values())))
        words = frozenset(_WORD.findall(text)) - allowed
        if words - (_DRAWN if platform_name == DISCORD else frozenset()):
            left[line] = words
    assert left == {}, "\n".join(f"{line}: {sorted(words)}" for line, words in left.items())
    assert sorted(lacking) == []


def _list_words_to_say() -> Iterator[str]:
    """The words that the caller says to an office in English, and hears from it."""
    campaign = yaml.safe_load(Path("campaigns/clean-dream-act.yaml").read_text("utf-8"))
    for part in _SAID:
        yield from _list_words(campaign.get(part))
    english = load_catalog("en")
    for key, text in english.items():
        if key.startswith(("script.request.", "staff.", "gap.")):
            yield from _list_words(text)


def _list_words(node: Any) -> Iterator[str]:
    """The Latin words of every text in ``node``, at any depth."""
    if isinstance(node, str):
        yield from _WORD.findall(node)
    elif isinstance(node, Mapping):
        for child in node.values():
            yield from _list_words(child)
    elif isinstance(node, list):
        for child in node:
            yield from _list_words(child)


@pytest.mark.parametrize("platform_name", [CONSOLE, DISCORD, SOCKET])
async def test_a_call_in_day_is_made_in_every_language(stage: Stage, lacking: set[str]) -> None:
    """Somebody of each language chooses it, calls, answers what the office said, looks and undoes."""
    await stage.add_org("Valley United", "West")
    for language in list_catalogs():
        words = load_words(language)
        ana = stage.person(f"Ana {language}")
        await ana.say("/callboard")
        await ana.tap("Wika / 语言 / Idioma")
        home = await ana.tap(words.label("language", language))
        assert home.has(words.pick(TITLES))
        script = await ana.tap(words.t("button.script"))
        assert script.has("Hello, my name is (your name).")
        receipt = await ana.tap(words.label("outcome", "spoke"))
        assert receipt.has(words.t("log.title.logged"))
        assert (await ana.tap(words.label("answer", "yes"))).has(words.t("ask.title"))
        assert (await ana.say("/log voicemail senator-1")).has(words.t("log.title.logged"))
        assert (await ana.say("/log spoke senator-2")).has(words.t("log.thanks"))
        assert (await ana.say("/mycalls")).has(words.t("mycalls.title"))
        assert (await ana.say("/undo")).has(words.t("undo.title"))
    assert len(stage.calls()) == 2 * len(list_catalogs())
    assert sorted(lacking) == []
