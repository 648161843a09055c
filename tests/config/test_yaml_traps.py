"""YAML's traps: each slip is reported at what was typed wrong, and correct YAML is read."""

import pytest
import yaml

from bot.config import document as document_module
from bot.config.files import parse_strict
from bot.errors import ConfigError

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]
COMMENT = 'a # begins a comment here; put the text in quotes, or write "# " for a comment'
QUOTE = "a quote is opened here and never closed"
AFTER_QUOTE = "text goes on after its closing quote; put all of it in one pair of quotes"
AFTER_BRACKET = "text goes on after a closing bracket; put text that begins with [ or { in quotes"
LIST_BELOW = "a list begins on a line of its own; put text that begins with - in quotes"
COLON = "a space is missing after this colon"
DASH = "a space is missing after the -"
DEEPER = "this is indented more than the line above it, which has its value already"
SECOND_COLON = "a second colon; put text that holds a colon and a space in quotes"
LINE_UP = "this does not line up with the lines above"
MEANING = "has a meaning in YAML that is not used here; put the text in quotes"
BRACKETS = "a list in [brackets] is not closed, or a comma is missing"
BRACES = "keys in {braces} are not closed, or a comma is missing"
NO_KEY = "a key is missing before this colon"
SECOND = 'the lines after this one are a second document; leave out the "..."'


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__, autouse=True)
def _each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's parsers, since a build may have only one."""
    monkeypatch.setattr(document_module, "_LOADER", request.param)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tags: [#Clean]\nb: 2\n", [f"1:8 {COMMENT}"]),
        ("tags: [ #Clean ]\n", [f"1:9 {COMMENT}"]),
        ("tags: [#Clean, #Dream]\nb: [x]\n", [f"1:8 {COMMENT}"]),
        ("tags: [one, #Clean]\n", [f"1:13 {COMMENT}"]),
        ("tags: [one,\n  #Clean\n  two]\n", [f"2:3 {COMMENT}"]),
        ("tags: [\n  #Clean,\n  #Dream\n]\n", [f"2:3 {COMMENT}", f"3:3 {COMMENT}"]),
        ("tags: {a: #b}\n", [f"1:11 {COMMENT}"]),
        ("tags:\n  - #Clean\n  - b\n", [f"2:5 {COMMENT}"]),
        ("tags: [\u201ca\u201d, #Clean]\n", [f"1:13 {COMMENT}"]),
        ("name: #Our coalition\nb: 1\n", [f"1:7 {COMMENT}"]),
        ("name: #123\n", [f"1:7 {COMMENT}"]),
        ("name: #ñandú\n", [f"1:7 {COMMENT}"]),
        ("name: Families #First\nb: 1\n", [f"1:16 {COMMENT}"]),
        ('name: "Families" #First\nb: 1\n', [f"1:18 {COMMENT}"]),
        ("asks:\n  - text: #x\n    b: 1\n", [f"2:11 {COMMENT}"]),
        ("a: #x\nb: #y\n", [f"1:4 {COMMENT}", f"2:4 {COMMENT}"]),
    ],
)
def test_a_hashtag_that_became_a_comment(text: str, expected: list[str]) -> None:
    assert problems_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('name: "Our coalition\nb: 1\nc: "x"\n', [f"1:7 {QUOTE}"]),
        ("name: 'Our coalition\nb: 1\nc: 'x'\n", [f"1:7 {QUOTE}"]),
        ('name: "Our coalition\nb: 1\n', [f"1:7 {QUOTE}"]),
        ('z: 1\nname: "Our coalition\nb: \'x\'\nc: "y"\nd: "z"\n', [f"2:7 {QUOTE}"]),
        ('a:\n  b: "x\n  c: "y"\n', [f"2:6 {QUOTE}"]),
        ('a:\n  - b: "x\n    c: "y"\n', [f"2:8 {QUOTE}"]),
        ('a:\n  - "x\n  - "y"\nb: 1\n', [f"2:5 {QUOTE}"]),
        ('tags: ["Clean, Dream]\nname: "x"\n', [f"1:8 {QUOTE}"]),
        ('a: "x\nb: y"\nc: 1\n', [f"1:4 {QUOTE}"]),
        ('a: "x\u201d\nb: 1\n', [f"1:4 {QUOTE}"]),
        ('a: "x" y\n', [f"1:8 {AFTER_QUOTE}"]),
        ('a: "x"y"\n', [f"1:7 {AFTER_QUOTE}"]),
        ("a: it's\nb: 'it's'\n", [f"2:8 {AFTER_QUOTE}"]),
        ("a: 'don't call'\n", [f"1:9 {AFTER_QUOTE}"]),
        ('a: "50% off" today\n', [f"1:14 {AFTER_QUOTE}"]),
        *(
            (f'a: "{escape}"\n', ["1:5 a backslash has a meaning in \"double quotes\"; use 'single quotes' here"])
            for escape in (r"\u12", r"\xZZ", r"\U1")
        ),
        ('a: "x\\q"\n', ["1:6 a backslash has a meaning in \"double quotes\"; use 'single quotes' here"]),
    ],
)
def test_a_quote(text: str, expected: list[str]) -> None:
    assert problems_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name:value\n", [f"1:5 {COLON}"]),
        ("a: 1\nname:value\nb: 2\n", [f"2:5 {COLON}"]),
        ("name:Our coalition\nb: 2\n", [f"1:5 {COLON}"]),
        ("word\nb: 2\n", ["1:1 this line has no colon after its key, or is not indented like its block"]),
        ("a:\n  name:Ours\n  zone:UTC\n", [f"2:7 {COLON}"]),
        ("a:\n  - name:Ours\n    b: 1\n", [f"2:9 {COLON}"]),
        ("a:\n  -one\n  -two\n", [f"2:3 {DASH}"]),
        ("a:\n  -one\n  - two\n", [f"2:3 {DASH}"]),
        (": x\n", [f"1:1 {NO_KEY}"]),
        ("a: 1\n:\n", [f"2:1 {NO_KEY}"]),
        ("a:\n  - : x\n", [f"2:5 {NO_KEY}"]),
        ("a: 1\n...\nb: 2\n", [f"2:1 {SECOND}"]),
        ("a: 1\n... \n\n# c\nb: 2\n", [f"2:1 {SECOND}"]),
        ("a: Call now: today\n", [f"1:12 {SECOND_COLON}"]),
        ("a:\n  - text: one: two\n", [f"2:14 {SECOND_COLON}"]),
        ("a: http://x.y: z\n", [f"1:14 {SECOND_COLON}"]),
        ("a:\n  b: 1\n   c: 2\n", [f"3:4 {DEEPER}"]),
        ("a: x\n  b: 1\n", [f"2:3 {DEEPER}"]),
        ("a:\n   b: 1\n  c: 2\n", [f"3:3 {LINE_UP}"]),
        (" a: 1\nb: 2\n", [f"2:1 {LINE_UP}"]),
        ("a:\n\tb: 1\n", ["2:1 a tab; use spaces instead"]),
        ("a:\tx\n", ["1:3 a tab; use spaces instead"]),
        ("a: 1\nword\nb: 2\n", ["2:1 this line has no colon after its key, or is not indented like its block"]),
    ],
)
def test_a_colon_a_dash_or_an_indent(text: str, expected: list[str]) -> None:
    assert problems_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((f"a: {first}x y\n", [f"1:4 text that begins with {first} must be in quotes"]) for first in "@`%|>"),
        *((f"b:\n  - t: {first} y\n", [f"2:8 text that begins with {first} must be in quotes"]) for first in "@`%&*|,"),
        ("a: **bold** text\n", ["1:4 text that begins with * must be in quotes"]),
        ("a: ? x\n", ["1:4 text that begins with ? must be in quotes"]),
        ("a: ]\n", ["1:4 text that begins with ] must be in quotes"]),
        ("a: &x y\n", [f"1:4 & and * {MEANING.replace('has', 'have')}"]),
        ("a: *x\n", [f"1:4 & and * {MEANING.replace('has', 'have')}"]),
        ("a: !x y\n", [f"1:4 ! {MEANING}"]),
        ("a: - x\n", [f"1:4 {LIST_BELOW}"]),
        ("a: - [\nb: 1\n", [f"1:4 {LIST_BELOW}"]),
        ("a:\n  - [\nb: 1\n", [f"2:5 {BRACKETS}"]),
        ("a: [x, y\nb: 1\n", [f"1:4 {BRACKETS}"]),
        *((f"a: [{rest}", [f"1:4 {BRACKETS}"]) for rest in ("", "\n", "\n\n# c\n", " # c", "x,\n", "\n  x,\n")),
        *((f"a: {{{rest}", [f"1:4 {BRACES}"]) for rest in ("", "\n", "b: 1,\n", " # c\n")),
        *((f"a: 1\nb: {text}", [f"2:5 {BRACES}"]) for text in ("[{", "[{\n", "[{ # c\n")),
        ("[", [f"1:1 {BRACKETS}"]),
        ("{a: {b: [x], c: [\n", [f"1:17 {BRACKETS}"]),
        ("a: [x,,y]\n", ["1:7 something is missing before this"]),
        ("a: [x] hi\n", [f"1:8 {AFTER_BRACKET}"]),
        ("a: [x]]\n", [f"1:7 {AFTER_BRACKET}"]),
        ("a: {name}, hi\n", [f"1:10 {AFTER_BRACKET}"]),
    ],
)
def test_a_character_that_text_can_not_begin_with(text: str, expected: list[str]) -> None:
    assert problems_of(text) == expected


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("# all\na: 1 # one\n# more\nb: 2 #\n#c: 3\n", {"a": "1", "b": "2"}),
        ("a: # what\n  - x\n  #- y\n", {"a": ["x"]}),
        ("a: [x, # first\n  # second\n  y]\n", {"a": ["x", "y"]}),
        ("a: #!\nb: '#Clean'\nc: \"#Clean\"\nd: C#x\n", {"b": "#Clean", "c": "#Clean", "d": "C#x"}),
        ("a: |\n  #Clean\n  x #y\nb: >-\n  z #w\n", {"a": "#Clean\nx #y\n", "b": "z #w"}),
        ("a: ['#Clean', b]\n", {"a": ["#Clean", "b"]}),
        ('a: "one\n  two"\nb: \'three\n\n  four\'\n', {"a": "one two", "b": "three\nfour"}),
        ('a: "Say:\n  name: mine"\n', {"a": "Say: name: mine"}),
        ("a: it's 5\" wide\nb: 'it''s'\n", {"a": "it's 5\" wide", "b": "it's"}),
        ("a: yes\nb: NO\nc: 0123\nd: 0o17\ne: 2026-01-01\nf: 12:30\ng: 1e3\n",
         {"a": "yes", "b": "NO", "c": "0123", "d": "0o17", "e": "2026-01-01", "f": "12:30", "g": "1e3"}),
        ("a: null\nb: ~\nc: .inf\nd: 1_000\n", {"a": "null", "b": "~", "c": ".inf", "d": "1_000"}),
        ("a: https://x.org/#top\nb:\n  https://x.org\n", {"a": "https://x.org/#top", "b": "https://x.org"}),
    ],
)  # fmt: skip
def test_correct_yaml_is_read(text: str, data: dict[str, object]) -> None:
    assert parse_strict(text.encode(), "f").data == data


def problems_of(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_strict(text.encode(), "f")
    return [f"{problem.line}:{problem.column} {problem.sentence}" for problem in caught.value.problems]
