"""Every sentence that code puts where room is short has a limit, so that no translation breaks a card."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.translations.key_rules import find_limit, make_rules
from bot.kit.cards.reply import BUTTON_LABEL, CHOICE_LABEL, FACT_LABEL, FIELD_LABEL, FORM_TITLE, TITLE
from bot.kit.i18n import load_sources

BOT = Path(__file__).parents[3] / "bot"
# What takes a short text, and which of its arguments that is.
SHORT = {"Button": (0, "label"), "LinkButton": (0, "label"), "Fact": (0, "label"), "Card": (0, "title")}
MOST = {"Button": BUTTON_LABEL, "LinkButton": BUTTON_LABEL, "Fact": FACT_LABEL, "Card": TITLE}


def list_uses() -> Iterator[tuple[str, str]]:
    """What takes a sentence as its short text, and the sentence's key."""
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SHORT:
                yield from ((node.func.id, key) for key in _find_keys(node, *SHORT[node.func.id]))


def _find_keys(call: ast.Call, place: int, name: str) -> Iterator[str]:
    values = [*call.args[place : place + 1], *(one.value for one in call.keywords if one.arg == name)]
    for inner in (inner for value in values for inner in ast.walk(value)):
        if (
            isinstance(inner, ast.Call)
            and isinstance(inner.func, ast.Attribute)
            and inner.func.attr == "t"
            and inner.args
        ):
            yield from _read_keys(inner.args[0])


def _read_keys(key: ast.expr) -> Iterator[str]:
    match key:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_read_keys(body), *_read_keys(orelse))


def test_short_places_have_limits() -> None:
    uses = set(list_uses())
    assert len(uses) > 150
    missing = {key for kind, key in uses if (find_limit(key) or 10_000) > MOST[kind] and key in load_sources()}
    assert missing == set()


@pytest.mark.parametrize(("key", "limit"), [
    ("form.draft.review.title", FORM_TITLE), ("form.log.submit", FORM_TITLE), ("form.profile.district", FIELD_LABEL),
    ("choice.outcome.spoke", CHOICE_LABEL), ("choice.outcome_also.spoke", None), ("form.strays", None),
    ("command.campaign open.summary", 100), ("command.log.office", FIELD_LABEL), ("group.alert", 100),
    ("slack.cancel", 24), ("slack.shortcut.script", 24), ("slack.shortcut.about_script", 150),
    ("script.button.more", BUTTON_LABEL), ("log.title.logged", TITLE), ("script.gaps", None), ("error.word", None),
])  # fmt: skip
def test_a_key_has_the_limit_of_its_place(key: str, limit: int | None) -> None:
    assert find_limit(key) == limit


def test_only_chinese_sentences_need_wide_marks_and_lists_of_typed_words_none() -> None:
    english = dict.fromkeys(("log.own", "typed_time.noon", "choice.outcome_also.spoke"), "a, b")
    wide = {(tag, key) for tag in ("zh-Hant", "zh-Hans", "ko", "es") for key in english
            if make_rules(key, tag, english, {}).has_wide_marks}  # fmt: skip
    assert wide == {("zh-Hant", "log.own"), ("zh-Hans", "log.own")}
