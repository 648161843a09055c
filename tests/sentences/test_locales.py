"""Every sentence that the code uses exists in every language and gets the blanks it has."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.translations.key_rules import find_limit
from bot.cli.translations.review import Language, check_catalog
from bot.config.files import parse_strict
from bot.kit.cards.markup import Markup, strip_markup
from bot.kit.cards.reply import FIELD_LABEL, FORM_TITLE, TITLE
from bot.kit.compiled_catalogs import Sentence
from bot.kit.i18n import list_catalogs, load_catalog, load_sources

BOT = Path(__file__).parents[2] / "bot"
ASKS = re.compile(r"\b(UserError|t|m)\s*\(")
ENGLISH = load_catalog("en")


@dataclass(frozen=True, slots=True)
class Use:
    """A place that uses sentences. ``pattern`` matches keys; ``blanks`` is None if ** hides them."""

    place: str
    pattern: str
    blanks: frozenset[str] | None


@pytest.mark.parametrize("language", list_catalogs())
def test_no_key_is_repeated(language: str) -> None:
    path = BOT / "locales" / f"{language}.yaml"
    parse_strict(path.read_bytes(), path.name)  # raises ConfigError for a repeated key; a plain loader takes the last


def list_prose(language: str) -> Iterator[str]:
    """The sentences of a language that are part of a card's text."""
    for key, sentence in load_catalog(language).items():
        if (find_limit(key) or TITLE) >= TITLE:
            yield from [sentence] if isinstance(sentence, str) else sentence.values()


def list_inner_capitals(text: str) -> Iterator[str]:
    """The words with a capital that don't begin anything."""
    for part in re.split(r"[.:;!?¿¡“”\"\n(/•…]\s*|\*\*|^- ", text):
        inner = (word.strip(",)") for word in part.split()[1:])
        yield from (word for word in inner if word[:1].isupper() and word[1:].islower())


def uses() -> Iterator[Use]:
    for path in sorted(BOT.rglob("*.py")):
        text = path.read_text("utf-8")
        if not ASKS.search(text):  # to parse every file takes seconds
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and node.args and _asks(node.func):
                names = [keyword.arg for keyword in node.keywords]
                blanks = None if None in names else frozenset({"slash", "space", *(name for name in names if name)})
                for pattern in _patterns(node.args[0]):
                    yield Use(f"{path.relative_to(BOT)}:{node.lineno}", pattern, blanks)


def _asks(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id == "UserError"
    return isinstance(function, ast.Attribute) and function.attr in ("t", "m")


def _patterns(key: ast.expr) -> list[str]:
    """Patterns of the keys that an expression can be; empty if they come from elsewhere."""
    match key:
        case ast.Constant(value=str(text)):
            return [re.escape(text)]
        case ast.JoinedStr(values=parts):
            return ["".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in parts)]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_patterns(body), *_patterns(orelse)]
    return []


def blanks(sentence: Sentence) -> set[str]:
    forms = [sentence] if isinstance(sentence, str) else list(sentence.values())
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name is not None}


def find_fault(use: Use) -> str | None:
    """What is wrong with a use."""
    keys = list(filter(re.compile(use.pattern).fullmatch, ENGLISH))
    if not keys:
        return f"{use.place}: no sentence {use.pattern} in en.yaml"
    # A computed key may match more than the code ever uses.
    if use.blanks is None or any(blanks(ENGLISH[key]) <= use.blanks for key in keys):
        return None
    return f"{use.place}: {use.pattern} has other blanks: {[blanks(ENGLISH[key]) for key in keys]}"


def test_every_sentence_exists_and_gets_its_blanks() -> None:
    """One test for more than a thousand places: to collect and report each took longer than to check it."""
    found = set(uses())
    assert len(found) > 1000, "the code wasn't read"
    assert not sorted(filter(None, map(find_fault, found)))


@pytest.mark.parametrize("language", list_catalogs())
def test_every_translation_keeps_what_english_says(language: str) -> None:
    """Its key, blanks, commands, plural forms, markup and room; `./callboard translations import` refuses the same."""
    own = load_catalog(language)
    assert check_catalog(Language(language, load_sources(), own, {})) == ()


@pytest.mark.parametrize("language", list_catalogs())
def test_every_sentence_says_something_in_whole_markup(language: str) -> None:
    for key, sentence in load_catalog(language).items():
        for form in [sentence] if isinstance(sentence, str) else sentence.values():
            assert strip_markup(Markup(form)).strip(), key
            assert form.count("**") % 2 == 0, key


def test_that_nothing_was_saved_is_said_last_and_alone() -> None:
    """`answers.refusals` of the kit takes the sentence away where words were kept or nothing would have been saved."""
    last = str(ENGLISH["error.nothing_saved"])
    for key, sentence in ENGLISH.items():
        for form in [sentence] if isinstance(sentence, str) else sentence.values():
            assert last.removesuffix(".") not in form.removesuffix(last), key


@pytest.mark.parametrize("language", list_catalogs())
def test_form_titles_fit_their_windows(language: str) -> None:
    for key, sentence in load_catalog(language).items():
        if re.fullmatch(r"form\.\w+\.title", key):
            assert len(str(sentence)) <= FORM_TITLE, key
        elif re.fullmatch(r"form\.\w+\.(?!submit)\w+", key):
            assert len(str(sentence)) <= FIELD_LABEL, key


@pytest.mark.parametrize("family", ["office", "postcard.of_writer"])
def test_an_office_has_a_name_by_itself_and_one_within_a_sentence(family: str) -> None:
    label, inline = (
        {key.removeprefix(start) for key in ENGLISH if key.startswith(start)}
        for start in (f"{family}.label.", f"{family}.inline.")
    )
    assert inline
    assert label - {"at"} == inline


def test_code_joins_no_words_with_a_comma_or_a_dash() -> None:
    """Each language has its own lists: `Words.list` and `bot.phrases.list_all` write them."""
    rooms = [path for room in ("cogs", "delivery", "kit") for path in (BOT / room).rglob("*.py")]
    joined = re.compile(r"""["'](?:, |; | and | or | - | – )["']\.join\(""")
    assert [str(path) for path in rooms if joined.search(path.read_text("utf-8"))] == []


def test_every_plural_has_the_other_form() -> None:
    plurals = {key: sentence for key, sentence in ENGLISH.items() if not isinstance(sentence, str)}
    assert plurals
    assert all("other" in sentence for sentence in plurals.values())


def test_no_sentence_ends_at_a_number_sign() -> None:
    text = (BOT / "locales" / "en.yaml").read_text("utf-8")
    assert re.findall(r"""^ *[\w -]+: [^"'|>#\n].* #.*$""", text, re.MULTILINE) == [], "YAML takes it for a comment"


def test_chinese_has_no_space_behind_its_own_punctuation() -> None:
    stray = re.compile(r"[，。；！？：]\*{0,2} +(?=[\u4e00-\u9fff{“「*])")
    for tag in ("zh-Hans", "zh-Hant"):
        texts = load_catalog(tag).values()
        sentences = (form for text in texts for form in ([text] if isinstance(text, str) else text.values()))
        assert [text for text in sentences if stray.search(str(text))] == []


@pytest.mark.parametrize("language", ["es", "tl", "vi"])
def test_labels_have_capitals_only_where_sentences_have_them(language: str) -> None:
    """A word inside a label has a capital only if it is a name: prose, or the label in English, writes it so, too."""
    names = {word for tag in (language, "en") for text in list_prose(tag) for word in list_inner_capitals(text)}
    sources = load_sources()
    for key, sentence in load_catalog(language).items():
        if (find_limit(key) or TITLE) < TITLE and not key.startswith("choice.weekday."):
            named = names | set(re.findall(r"\w+", str(sources.get(key))))
            for form in [sentence] if isinstance(sentence, str) else sentence.values():
                assert set(list_inner_capitals(form)) <= named | {"Capitolio"}, (key, form)
