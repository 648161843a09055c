"""Blanks: found with their places, suggested when misspelled, and filled in one pass."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.campaign_files.blanks import GAP, NAMES, Blank, fill, find, find_strays, find_unknown

VALUES = {"name": "Ana", "place": "Ohio", "phone": "(202) 224-3121", "org": None, "chapter": "  "}

plain_text = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=12)
blank = st.tuples(st.sampled_from(NAMES), st.sampled_from(["", " ", "  "])).map(
    lambda pair: f"{{{{{pair[1]}{pair[0]}{pair[1]}}}}}"
)
# Values as people type them into a profile, with every kind of brace.
value = st.one_of(st.none(), st.text("{}ab ", max_size=12), blank, st.just("{{phone}}"))
values = st.dictionaries(st.sampled_from(NAMES), value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I am {{name}}.", "I am Ana."),
        ("{{ name }} in {{  place}}", "Ana in Ohio"),
        ("{{name}}{{name}}", "AnaAna"),
        ("{{org}}, {{chapter}}, {{campaign}}", f"{GAP}, {GAP}, {GAP}"),
        ("{{nmae}} {{}}", f"{GAP} {GAP}"),
        ("{name} {{na\nme}} {{", "{name} {{na\nme}} {{"),
        ("{{{name}}}", "{Ana}"),
    ],
)
def test_fill(text: str, expected: str) -> None:
    assert fill(text, VALUES) == expected


def test_a_value_that_looks_like_a_blank_is_shown_as_it_is() -> None:
    assert fill("{{name}} {{phone}}", {"name": "{{phone}}", "phone": "{{name}}"}) == "{{phone}} {{name}}"


def test_only_the_fixed_blanks_are_filled() -> None:
    assert fill("{{token}}", {"token": "secret"}) == GAP


@settings(deadline=None)
@given(st.lists(st.one_of(plain_text, blank)), values)
def test_filling_replaces_each_blank_once_and_nothing_else(parts: list[str], given: dict[str, str | None]) -> None:
    expected = []
    for part in parts:
        name = part.strip("{} ") if part.startswith("{{") else None
        known = given.get(name) if name else None
        shown = known if known and known.strip() else GAP
        expected.append(shown if name else part)
    assert fill("".join(parts), given) == "".join(expected)


@settings(deadline=None)
@given(st.text("{} \nab"), values)
def test_braces_outside_blanks_are_kept(text: str, given: dict[str, str | None]) -> None:
    outside = re.split(r"\{\{[^{}\n]*\}\}", text)
    pattern = ".*".join(re.escape(part) for part in outside)
    assert re.fullmatch(pattern, fill(text, given), re.DOTALL)


@settings(deadline=None)
@given(st.text("{}\n abn", max_size=40))
def test_found_blanks_are_at_their_places(text: str) -> None:
    lines = text.split("\n")
    for found in (*find(text), *find_strays(text)):
        assert text[found.offset :].startswith(found.text)
        assert lines[found.line - 1][found.column - 1 :].startswith(found.text)


def test_find_gives_names_without_spaces_and_places() -> None:
    assert find("Hi {{ name }}\n  {{zip}}") == (
        Blank("name", "{{ name }}", 3, 1, 4),
        Blank("zip", "{{zip}}", 16, 2, 3),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{name}} {{ phone }}", []),
        ("{{nmae}}", [("nmae", "name")]),
        ("{{Name}} {{ofice}}", [("Name", "name"), ("ofice", "office")]),
        ("{{zzz}} {{}}", [("zzz", None), ("", None)]),
        ("{{chapter name}}", [("chapter name", "chapter")]),
    ],
)
def test_unknown_blanks_come_with_a_suggestion(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(found.blank.name, found.suggestion) for found in find_unknown(text)] == expected


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("{{name}} {single} }", []),
        ("{{name", [1]),
        ("name}}", [5]),
        ("{{ {{name}} }}", [1, 13]),
        ("{{{{name}}}}", [1, 11]),
    ],
)
def test_strays(text: str, columns: list[int]) -> None:
    assert [found.column for found in find_strays(text)] == columns
