"""What a translation lost or invented is found, form by form."""

import pytest

from bot.translations.checks import Rules, find_faults
from bot.translations.entries import Sentence

GROUPS = frozenset({"org", "campaign"})
CALLS = {"one": "{count} call to {office}", "other": "{count} calls to {office}"}
ONE = {"one": "This call to {office}", "other": "{count} calls to {office}"}


def kinds(source: Sentence, text: Sentence, tag: str = "es", limit: int | None = None, ending: str = "") -> list[str]:
    return [fault.kind for fault in find_faults(source, text, Rules(tag, limit, len, GROUPS, ending))]


@pytest.mark.parametrize(("source", "text", "found"), [
    ("Call {office}.", "Llame a {office}.", []),
    ("Call {office}.", "{office}: llame a {office}.", []),
    ("Call {office}.", "Llame.", ["lost"]),
    ("Call {office}.", "Llame a {oficina}.", ["lost", "invented"]),
    ("Call {office}.", "Llame a {office.", ["braces"]),
    ("Call {office}.", "Llame a {office!r}.", ["braces"]),
    ("Call {office}.", "Llame a {office:x}.", ["braces"]),
    ("Call {office}.", "Llame a {office.name}.", ["braces"]),
    ("Call {office}.", "Llame a {}.", ["braces"]),
    ("Call {office}.", "Llame a {oﬃce}.", ["braces"]),
    ("Call {office}.", "  ", ["empty"]),
    ("Call.", "Lla\u2063me.", ["unseen"]),
    ("Call.", "می\u200cزنم", []),
    ("Type {slash}org join now.", "Escriba {slash}org join.", []),
    ("Type {slash}org join now.", "Escriba {slash}org unirse.", ["commands"]),
    ("Type {slash}org join now.", "Escriba org join.", ["lost", "commands"]),
    ("See {slash}log again", "Vea {slash}log otra vez", []),
    ("See {slash}log or {slash}undo", "Vea {slash}undo o {slash}log", []),
    ("See {slash}log", "{slash}log을 보세요", []),
    ("**Call** now", "**Llame** ahora", []),
    ("**Call** now", "*Llame* ahora", ["markup"]),
    ("**Call** now", "**Llame ahora", ["markup"]),
    ("Call now", "**Llame** ahora", ["markup"]),
    ("Call `x`", "Llame x", ["markup"]),
    ("See [it](https://x.org)", "Vea https://x.org", ["markup"]),
    ("- a\n- b", "- a\n- b", []),
    ("- a\n- b", "- a y b", ["lines"]),
    ("> a\n\nb", "> a\nb", ["lines"]),
    ("a", {"one": "a", "many": "a", "other": "a"}, ["no_plural"]),
    (CALLS, "{count} llamadas a {office}", ["forms"]),
    (CALLS, {"one": "{count} a {office}", "other": "{count} a {office}"}, ["forms"]),
    (CALLS, {"one": "Una a {office}", "many": "{count} de {office}", "other": "{count} a {office}"}, []),
    (CALLS, {"one": "Una", "many": "{office}", "other": "{count} a {office}"}, ["lost", "lost"]),
    (ONE, {"one": "{count} a {office}", "many": "{count} {office}", "other": "{count} a {office}"}, []),
])  # fmt: skip
def test_faults_are_found(source: Sentence, text: Sentence, found: list[str]) -> None:
    assert kinds(source, text) == found


def test_a_form_of_several_numbers_says_the_number() -> None:
    assert kinds(ONE, {"one": "Tawag sa {office}", "other": "{count} sa {office}"}, "tl") == ["lost"]
    assert kinds(ONE, {"one": "{count} sa {office}", "other": "{count} sa {office}"}, "tl") == []
    assert kinds(CALLS, {"other": "{office} {count}"}, "ko") == []


def test_length_and_ending_are_held() -> None:
    assert kinds("Call", "Llamar", limit=6) == []
    assert kinds("Call", "Llamares", limit=6) == ["long"]
    assert kinds("No. Nothing was saved.", "No. No se guardó nada.", ending="No se guardó nada.") == []
    assert kinds("No. Nothing was saved.", "No se guardó nada. No.", ending="No se guardó nada.") == ["ending"]


@pytest.mark.parametrize(("text", "is_narrow"), [
    ("语言: {language}", True), ("语言:{language}", True), ("{who}: {what}", True), ("**{name}**: 3", True),
    ("您好,请打电话", True), ("（见上）请稍候 (十分钟)", True), ("{title} ({id})", True), ("真的吗?", True),
    ("没有{reason}.", True), ("请说\"你好\"。", True), ("第一行.\n第二行。", True), ("「{word}」;", True),
    ("语言：{language}", False), ("{number}. **{name}**：{count} 通电话", False), ("9:00、22:00-8:00 或 中午", False),
    ("邮政信箱（P.O. box）或 Ana, Oakland", False), ("输入 {slash}remindme stop 即可。", False),
    ("请看 https://www.house.gov/find?a=b:c 。", False), ("**admins: [{admin}]**，再重新启动", False),
    ("1,204 通", False),
])  # fmt: skip
def test_chinese_has_marks_as_wide_as_its_signs(text: str, is_narrow: bool) -> None:
    kinds = [fault.kind for fault in find_faults(text, text, Rules("zh-Hans", has_wide_marks=True))]
    assert kinds == ["narrow"] * is_narrow, text
    assert find_faults(text, text, Rules("ko")) == ()
