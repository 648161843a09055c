"""A name that ends in a period ends its sentence once, in every sentence and for every member of Congress."""

import json
import re
from collections.abc import Iterator

import pytest

from bot.core.campaign_files.blanks import fill
from bot.kit.cards.markup import Markup, escape, mention, strip_markup
from bot.kit.i18n import Param, load_catalog, load_words
from bot.phrases import list_choices, make_phrase
from bot.text import end_sentence
from tests.public_data.capitol import LEGISLATORS, SHARED

EN = load_words("en")
TWICE = re.compile(r"(?<!\.)[.…][*”’\"»\u2069]*\.(?!\.)")
LAST = re.compile(r"\{(\w+)\}[*”’\"»]*([.?!])")


def sentences() -> Iterator[tuple[str, str]]:
    for key, sentence in load_catalog("en").items():
        for form in [sentence] if isinstance(sentence, str) else sentence.values():
            if LAST.search(form):
                yield key, form


def members() -> list[str]:
    """Every member's name; without the real data a few of each kind."""
    if not SHARED.is_dir():
        return ["Angus S. King, Jr.", "Nancy Pelosi", "Nydia M. Velázquez", "Robert C. “Bobby” Scott"]
    names = [person["name"] for person in json.loads((SHARED / LEGISLATORS).read_text("utf-8"))]
    return sorted({one.get("official_full") or f"{one['first']} {one['last']}" for one in names})


def blanks_of(form: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", form))


SENTENCES = tuple(sentences())
NAMES = members()
STOPPED = [name for name in NAMES if name.endswith(".")]


def test_there_are_sentences_to_test() -> None:
    assert len(SENTENCES) > 100
    assert "Angus S. King, Jr." in STOPPED


def test_every_sentence_is_right_with_every_member() -> None:
    for key, form in SENTENCES:
        for name in STOPPED:
            params: dict[str, Param] = dict.fromkeys(blanks_of(form), name)
            for said in (EN.t(key, **params), strip_markup(EN.m(key, **params))):
                assert not TWICE.search(said), said


def test_every_member_ends_a_sentence_once() -> None:
    for name in NAMES:
        said = EN.t("office.unknown", word="x", known=name)
        assert f"You can call {name.removesuffix('.')}. Nothing" in said


@pytest.mark.parametrize("name", STOPPED)
def test_a_value_in_any_form_ends_its_sentence_once(name: str) -> None:
    values: tuple[Param, ...] = (
        list_choices(["Casey", name]),
        make_phrase("office.inline.member.senator", name=name),
        Markup(f"**{escape(name)}**"),
        Markup(f"*{escape(name)}*"),
        mention("1", name),
        f"“{name}”",
        f"\u2066{name}\u2069",
    )
    for value in values:
        assert not TWICE.search(strip_markup(EN.m("office.unknown", word="x", known=value))), value


@pytest.mark.parametrize("name", STOPPED)
def test_questions_keep_their_mark(name: str) -> None:
    assert f"{name}? Nothing" in EN.t("office.near", word="x", near=name)


@pytest.mark.parametrize(("text", "filled"), [
    ("Hello, {{member}}. I live here.", "Hello, King, Jr. I live here."),
    ("Say “{{member}}”. Then {{ member }}", "Say “King, Jr.” Then King, Jr."),
    ("{{member}}! {{member}}? {{member}}, hi", "King, Jr.! King, Jr.? King, Jr., hi"),
    ("{{member}}... {{place}}.", "King, Jr.... Ohio."),
])  # fmt: skip
def test_a_script_ends_its_sentences_once(text: str, filled: str) -> None:
    assert fill(text, {"member": "King, Jr.", "place": "Ohio"}) == filled


def test_a_computed_sentence_ends_once() -> None:
    assert end_sentence("King, Jr.") == "King, Jr."
    assert end_sentence("King") == "King."
    assert end_sentence('not a zone; did you mean "Eastern"?') == 'not a zone; did you mean "Eastern"?'
    assert end_sentence("Did they say “yes?”") == "Did they say “yes?”"
