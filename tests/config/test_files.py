"""Strict YAML: everything refused, with the place and the sentence a person reads."""

import os
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from bot.config import document as document_module
from bot.config.checks import TimeZone, WholeNumber
from bot.config.document import MAX_DEPTH, MAX_ENTRIES, Document
from bot.config.files import MAX_BYTES, list_yaml_files, load_strict, parse_model, parse_strict
from bot.errors import ConfigError, Problem

US_ZONES = (
    "; in the United States: America/New_York, America/Chicago, America/Denver, America/Phoenix, "
    "America/Los_Angeles, America/Anchorage, Pacific/Honolulu"
)

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]
MEANING = "a meaning in YAML that is not used here; put the text in quotes"
LINE_UP = "this does not line up with the lines above"
NO_KEY = "a key must be plain text; text that begins with [ or { must be in quotes"
TOO_MUCH = f"the file holds more than {MAX_DEPTH} levels or {MAX_ENTRIES:,} entries"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: WholeNumber = 1
    kind: Literal["big", "small"] = "big"
    sure: bool = False


class Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    zone: TimeZone = "UTC"
    part: Part = Part()
    parts: tuple[Part, ...] = ()
    by_word: dict[str, Part] = {}


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def _each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's parsers, since a build may have only one."""
    monkeypatch.setattr(document_module, "_LOADER", request.param)


def problems_of(text: str | bytes) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_strict(text.encode() if isinstance(text, str) else text, "f")
    return str(caught.value).splitlines()


def model_problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_model(Whole, parse_strict(text.encode(), "f"))
    return str(caught.value).splitlines()


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["f:1:1: the file is empty"]),
        ("# only this\n", ["f:1:1: the file is empty"]),
        ("word", ['f:1:1: the file must hold keys with values, such as "name: value"']),
        ("- a\n- b\n", ['f:1:1: the file must hold keys with values, such as "name: value"']),
        ("a: 1\nb: 2\na: 3\n", ['f:3:1: "a" is given twice; the first is on line 1']),
        ("p:\n  a: 1\n  a: 2\nq: {c: 1, c: 2}\n", [
            'f:3:3: "a" is given twice; the first is on line 2',
            'f:4:11: "c" is given twice; the first is on line 4',
        ]),
        ("a: &x {b: c}\nd: *x\n", [f"f:1:4: & and * have {MEANING}", f"f:2:4: & and * have {MEANING}"]),
        ("a:\n  <<: {b: c}\n", ["f:2:3: merge keys (<<) are not used here; write the values out"]),
        ("a: !!python/object:os.system x\n", [f"f:1:4: ! has {MEANING}"]),
        ("a: !mine [1]\n", [f"f:1:4: ! has {MEANING}"]),
        ("a: 1\n---\nb: 2\n", ['f:2:1: a second document starts here; leave out the "---"']),
        ("a: 1\n\tb: 2\nc:\td\n", ["f:2:1: a tab; use spaces instead", "f:3:3: a tab; use spaces instead"]),
        ('a: "\\t"\n', ["f:1:4: a tab; use spaces instead"]),
        ("a: x\u202ey\n", ["f:1:5: a hidden character (right-to-left override, U+202E); delete it"]),
        ('a: "x\\u2063y"\n', ["f:1:4: a hidden character (invisible separator, U+2063); delete it"]),
        ("a: \x07\n", ["f:1:4: a hidden character (control character, U+0007); delete it"]),
        ("a: [b,\n  ]\nc: [ ,]", ["f:3:6: something is missing before this"]),
        ("a:\n  -\n  - b\n", ["f:2:4: an empty entry; write something here, or delete it"]),
        ('a: "open\nb: c\n', ["f:1:4: a quote is opened here and never closed"]),
        ("a: [b, c\n", ["f:1:4: a list in [brackets] is not closed, or a comma is missing"]),
        ("a: {b: c\n", ["f:1:4: keys in {braces} are not closed, or a comma is missing"]),
        ("a: b: c\n", ["f:1:5: a second colon; put text that holds a colon and a space in quotes"]),
        ("a:\n  b: 1\n c: 2\n", [f"f:3:2: {LINE_UP}"]),
        ("a: @b\n", ["f:1:4: text that begins with @ must be in quotes"]),
        ("a: 1\nword\n", ["f:2:1: this line has no colon after its key, or is not indented like its block"]),
        ("a: {{name}}\n", [f"f:1:5: {NO_KEY}"]),
        ("? [a]\n: b\n", [f"f:1:3: {NO_KEY}"]),
        (b"a: b\nc: caf\xe9\n", ["f:2:7: this is not UTF-8; save the file as UTF-8"]),
        (b"\xef\xbb\xbfa: \xff\n", ["f:1:4: this is not UTF-8; save the file as UTF-8"]),
        ("a: " + "x" * MAX_BYTES, ["f:1:1: the file has 262,147 bytes; at most 262,144 are read"]),
        ("a: " + "[" * 9000, [f"f:1:{MAX_DEPTH + 4}: {TOO_MUCH}"]),
        ("a:\n" + "- x\n" * (MAX_ENTRIES + 1), [f"f:{MAX_ENTRIES - 1}:3: {TOO_MUCH}"]),
    ],
)  # fmt: skip
def test_a_refused_feature_is_named_with_its_place(text: str | bytes, expected: list[str]) -> None:
    assert problems_of(text) == expected


@pytest.mark.usefixtures("_each_parser")
def test_values_stay_the_text_that_was_typed() -> None:
    source = "a: no\nb: 0123\nc: 12:30\nd: 2026-11-22\ne: ~\nf: ''\ng:\nh: [1, yes]\n"
    document = parse_strict(source.encode(), "f")
    assert document.data == {
        "a": "no",
        "b": "0123",
        "c": "12:30",
        "d": "2026-11-22",
        "e": "~",
        "f": "",
        "h": ["1", "yes"],
    }


@pytest.mark.parametrize("loader", LOADERS)
@settings(deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text("ab \n{}[]:-'\"|>&*!#%@?,~<\\.", max_size=60).map(str.encode)))
def test_anything_is_read_or_refused(loader: object, raw: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_module, "_LOADER", loader)
        try:
            parse_strict(raw, "f")
        except ConfigError as error:
            problems = error.problems
        else:
            return
    assert problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


def test_a_byte_order_mark_and_any_line_end_are_read() -> None:
    document = parse_strict(b"\xef\xbb\xbfa: |\r\n  one\r\n  two\rb: c\n", "f")
    assert document.data == {"a": "one\ntwo\n", "b": "c"}


def test_meaningless_characters_are_dropped() -> None:
    written = 'a: "\\ufeffto\\u00adday"\nb: x\u200by\u2060z\nc: \u2067אב\u2069\n'
    assert parse_strict(written.encode(), "f").data == {"a": "today", "b": "xyz", "c": "\u2067אב\u2069"}


def test_joiners_stay() -> None:
    assert parse_strict("a: می\u200cخواهم \u200f👩\u200d👧\n".encode(), "f").data == {
        "a": "می\u200cخواهم \u200f👩\u200d👧"
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("part: {size: 2}\n", ['f:1:1: "name" is missing']),
        ("part: {}\nname:\n", ['f:2:1: "name" is empty']),
        ("nmae: x\nname: y\n", ['f:1:1: "nmae" is not a key used here; did you mean "name"?']),
        ("name: x\npart: {syze: 2}\n", ['f:2:8: "syze" is not a key used here; did you mean "size"?']),
        ("name: x\nparts:\n  - sized: 2\n", ['f:3:5: "sized" is not a key used here; did you mean "size"?']),
        ("name: x\nby_word: {a: {kindd: big}}\n", [
            'f:2:15: "kindd" is not a key used here; did you mean "kind"?'
        ]),
        ("name: x\nqqq: y\n", ['f:2:1: "qqq" is not a key used here']),
        ("name: [x]\n", ['f:1:7: "name" must be a single text; put text that begins with [ or { in quotes']),
        ("name: {caller}\n", ['f:1:7: "name" must be a single text; put text that begins with [ or { in quotes']),
        ("name: # Our coalition\n", [
            'f:1:1: "name" is empty; what follows a # is a comment, so put text that begins with # in quotes'
        ]),
        ("name: x\nparts: -y\n", ['f:2:8: "parts" must be a list; a space must follow the - of each entry']),
        ("name: x\npart: y\n", ['f:2:7: "part" must hold keys of its own, indented below it']),
        ("name: x\nparts: y\n", ['f:2:8: "parts" must be a list']),
        ("name: x\npart:\n  size: few\n  kind: tiny\n  sure: perhaps\n", [
            'f:3:9: "size" must be a whole number, in digits only',
            "f:4:9: \"kind\" must be 'big' or 'small'",
            'f:5:9: "sure" must be true or false',
        ]),
        ("name: x\nzone: America/Nwe_York\n", [
            'f:2:7: "zone" must be an IANA time zone, such as America/New_York; '
            'did you mean "America/New_York"?'
        ]),
        ("name: x\nzone: Mars\n", [f'f:2:7: "zone" must be an IANA time zone, such as America/New_York{US_ZONES}']),
        ("name: x\nzone: ../../etc/passwd\n", [
            f'f:2:7: "zone" must be an IANA time zone, such as America/New_York{US_ZONES}'
        ]),
    ],
)  # fmt: skip
def test_a_models_refusal_is_in_plain_words(text: str, expected: list[str]) -> None:
    assert model_problems(text) == expected


def test_every_problem_is_reported_at_once_in_the_order_of_the_file() -> None:
    document = parse_strict(b"nmae: x\npart: {size: xx, knid: big}\n", "f")
    with pytest.raises(ConfigError) as caught:
        parse_model(Whole, document, also=[Problem("f", 2, 3, "found elsewhere")])
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [
        (1, 1),
        (1, 1),
        (2, 3),
        (2, 14),
        (2, 18),
    ]


def test_sentences_never_repeat_a_value() -> None:
    secret = "hunter2secret"
    text = "\n".join(
        [
            f"name: [{secret}]",
            f"zone: {secret}",
            f"part: {secret}",
            f"parts: [{{kind: {secret}, sure: {secret}}}]",
        ]
    )
    assert secret not in "\n".join(model_problems(text))


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("a: |\n  one\n    two @@\n", 3, 9),
        ("a: |2  # why\n\n  one @@\n", 3, 7),
        ("a: >-\n  one\n  two @@\n", 3, 7),
        ("a: 'one @@'\n", 1, 9),
        ("a: one @@\n", 1, 8),
        ("a: one\n  two @@\n", 2, 7),
        ('a: "\\u0041 @@"\n', 1, 12),
        ('a: "one \\u0040@"\n', 1, 4),  # an escape hides it: the value's start
    ],
)
def test_a_place_inside_a_text_is_found(source: str, line: int, column: int) -> None:
    document = parse_strict(source.encode(), "f")
    text: Any = document.data["a"]
    problem = document.make_problem(("a",), "here", token=(text.index("@@"), "@@"))
    assert (problem.line, problem.column) == (line, column)


def test_the_second_of_two_equal_tokens_is_found() -> None:
    document = parse_strict(b"a: |\n  @@ and\n  then @@\n", "f")
    text = "@@ and\nthen @@\n"
    assert str(document.make_problem(("a",), "here", token=(text.rindex("@@"), "@@"))) == "f:3:8: here"


def test_a_missing_key_points_at_its_parent() -> None:
    document = parse_strict(b"a: 1\nb:\n  - c: d\n", "f")
    assert isinstance(document, Document)
    assert str(document.make_problem(("b", 0, "x", "y"), "here")) == "f:3:5: here"
    assert str(document.make_problem(("b", 7), "here")) == "f:2:1: here"
    assert str(document.make_problem(("z",), "here")) == "f:1:1: here"


def test_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml:1:1: there is no such file$"):
        load_strict(tmp_path / "none.yaml")
    with pytest.raises(ConfigError, match=r":1:1: the file can't be read: Is a directory$"):
        load_strict(tmp_path)


def test_problems_print_one_a_line() -> None:
    error = ConfigError((Problem("a", 1, 2, "wrong."), Problem("environment", 0, 0, "X is wrong.")))
    assert str(error) == "a:1:2: wrong.\nenvironment: X is wrong."


def test_a_named_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ConfigError, match="this is no regular file"):
        load_strict(tmp_path / "pipe.yaml")


def test_campaign_files_are_found_whatever_case_their_ending_has(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.YAML", "c.Yml", "._d.yaml", ".e.YAML", "f.yaml~", "g.txt", "yaml"):
        (tmp_path / name).touch()
    assert [path.name for path in list_yaml_files(tmp_path)] == ["a.yaml", "b.YAML", "c.Yml"]
