"""In which language each message is: its reader's own, else their platform's, else the space's, else English."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.identity import Identity
from bot.kit.dispatch.identities import Identities, change_language, choose_language, make_invocation
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope
from bot.languages import choose_tag, list_names, name_in_itself
from tests.kit.sample import ANA, AT
from tests.sentences.catalogs import use_catalogs

BOT = Path(__file__).parents[2] / "bot"
CATALOGS = {tag: f"hello: {tag}" for tag in ("en", "es", "zh-Hans", "zh-Hant", "ko", "vi", "tl")}


@pytest.fixture(autouse=True)
def seven_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with use_catalogs(tmp_path, monkeypatch, CATALOGS):
        yield


def ask(locale: str | None, space_locale: str | None) -> Envelope:
    return Envelope("discord:1", AT, ANA, locale, space_locale=space_locale)


# The profile's language, the platform's, the one chosen for the space, and the one that the platform says it has; then
# what is said to the caller alone and to the channel.
CHAINS = [
    ("es", "ko", "vi", "en-US", "es", "vi"),
    (None, "ko", "vi", "en-US", "ko", "vi"),
    (None, None, "vi", "en-US", "vi", "vi"),
    (None, None, None, "zh-TW", "zh-Hant", "zh-Hant"),
    (None, None, None, None, "en", "en"),
    (None, "en-GB", "es", None, "en", "es"),
    ("en", "es-419", "es", None, "en", "es"),
    (None, "es-419", None, "en-US", "es", "en"),
    (None, "zh-HK", None, None, "zh-Hant", "en"),
    (None, "zh-CN", None, None, "zh-Hans", "en"),
    ("tl", "en-US", None, "en-US", "tl", "en"),
    (None, "fil-PH", None, None, "tl", "en"),
    (None, "pt-BR", None, None, "en", "en"),  # a language without a catalog
    (None, "pt-BR", "es", "en-US", "es", "es"),  # they are where people read Spanish
    ("ht", "es-ES", None, "en-US", "es", "en"),  # chosen for its scripts; the cards have the next language they read
    (None, "xx-nonsense", "ko", None, "ko", "ko"),
    ("", "", "", "", "en", "en"),
    (None, "x" * 100, None, "es-ES", "es", "es"),
]


@pytest.mark.parametrize(("profile", "locale", "space", "spoken", "own", "public"), CHAINS)
def test_the_first_language_that_has_words_is_used(
    profile: str | None, locale: str | None, space: str | None, spoken: str | None, own: str, public: str
) -> None:
    asked, identity = ask(locale, spoken), Identity(language=profile, space_language=space)
    assert make_invocation(asked, identity, private=True).words.t("hello") == own
    assert make_invocation(asked, identity, private=False).words.t("hello") == public


def test_a_script_language_without_words_stays_the_callers() -> None:
    asked, identity = ask("es-ES", None), Identity(language="ht")
    inv = make_invocation(asked, identity, private=True)
    assert (inv.language, choose_language(asked, identity)) == ("ht", "ht")
    texts = {"en": "English", "es": "Español", "ht": "Kreyòl"}
    assert inv.words.pick(texts) == "Kreyòl"
    assert inv.words.pick({"en": "English", "es": "Español"}) == "Español"
    assert inv.words.pick({"en": "English", "ko": "한국어"}) == "English"


def test_a_language_that_was_just_chosen_or_cleared_serves_the_same_request() -> None:
    inv = make_invocation(ask("ko", None), Identity(language="es", zone="America/Denver"), private=True)
    assert change_language(inv, "tl").words.t("hello") == "tl"
    assert change_language(inv, None).words.t("hello") == "ko"
    assert change_language(inv, "tl").identity == Identity(language="tl", zone="America/Denver")


async def test_what_is_said_before_a_caller_is_read_is_in_the_language_they_last_read() -> None:
    found = Identity(language="vi", suspended=True)

    async def identify(envelope: Envelope) -> Identity:
        return found

    identities, asked = Identities(identify), ask("en-US", None)
    assert identities.guess_words(asked).t("hello") == "en"
    await identities.find(asked)
    assert identities.guess_words(asked).t("hello") == "vi"
    assert not next(iter(identities.known.values())).suspended
    found = Identity()
    await identities.find(asked)
    assert identities.guess_words(asked).t("hello") == "en"


@pytest.mark.parametrize(
    ("tag", "serves"),
    [
        *[("zh-TW", "zh-Hant"), ("zh_HK", "zh-Hant"), ("zh-MO", "zh-Hant"), ("zh", "zh-Hans"), ("zh-SG", "zh-Hans")],
        *[("zh-Hans-HK", "zh-Hans"), ("yue", "zh-Hant"), ("yue-CN", "zh-Hans"), ("ZH-tw", "zh-Hant")],
        *[("fil", "tl"), ("fil-PH", "tl"), ("tl", "tl"), ("es-419", "es"), ("es-ES", "es"), ("es_MX.UTF-8", "es")],
        *[("ko_KR.UTF-8", "ko"), ("vi-VN", "vi"), ("pt-BR", "en"), ("C", "en"), ("POSIX", "en"), (None, "en")],
        *[("ar", "en"), ("en-PH", "en"), ("ｋｏ", "ko"), ("-", "en"), ("", "en"), ("ko\n", "ko")],
    ],
)
def test_a_tag_finds_its_catalog(tag: str | None, serves: str) -> None:
    assert choose_tag(tag, tuple(CATALOGS)) == serves


def test_languages_have_their_own_names() -> None:
    own = {tag: name_in_itself(tag) for tag in (*CATALOGS, "ar", "fa", "ht", "-", "xx")}
    assert list(own.values()) == [
        *("English", "Español", "简体中文", "繁體中文", "한국어", "Tiếng Việt", "Tagalog"),
        *("العربية", "فارسی", "Kreyòl Ayisyen", "-", "xx"),
    ]
    assert {"Chinese (Simplified)", "Simplified Chinese"} <= set(list_names("zh-Hans"))


# Every place that loads words other than English, and why the language is right there. All others get the words of an
# Invocation, which are in the reader's language: use these.
PLACES = {
    "kit/i18n.py": "makes them",
    "kit/invocation.py": "of the language that `kit.dispatch.identities` chose, or a cog that shows another's card",
    "kit/dispatch/identities.py": "chooses them",
    "kit/descriptions.py": "of a language it is given, for lists of commands in every language",
    "kit/words/own_language/spellings.py": "what people type in every language",
    "delivery/drawing.py": "of the recipient's or the space's language, which core reads with the row",
    "adapters/discord/adapter.py": "an apology for a request that could not be read: the platform's",
    "adapters/discord/drawing/commands.py": "of every language, for Discord's list of commands",
    "adapters/slack/manifest.py": "Slack's manifest takes one language",
    "adapters/slack/workspaces/authorization.py": "to a workspace that isn't installed: nobody was read",
    "adapters/slack/workspaces/install.py": "the browser's language: nobody was read",
    "cogs/calls/scripts/preview.py": "of the volunteer whom a coordinator imagines",
    "cogs/calls/scripts/script_views.py": "of the script, for the titles in it",
    "cogs/calls/scripts/staff_answers.py": "of the language in which a caller reads what the staff say",
    "cogs/calls/scripts/script_text.py": "of the script, for its blanks",
    "cli/support/sample_postcard.py": "of the language that the command line names",
}


def find_places() -> Iterator[str]:
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "id", getattr(called, "attr", ""))
            asked = ast.unparse(node.args[0]) if isinstance(node, ast.Call) and node.args else ""
            if name in ("load_words", "Words") and asked not in ("'en'", "ENGLISH"):
                yield path.relative_to(BOT).as_posix()


def test_no_other_place_chooses_a_language() -> None:
    assert sorted({place for place in find_places() if not place.startswith("cli/translations/")} ^ set(PLACES)) == []


def test_a_second_language_serves_where_the_first_has_no_catalog() -> None:
    assert load_words("es", instead="ko").t("hello") == "es"
    assert load_words("ht", instead="ko").t("hello") == "ko"
    assert load_words("ht", instead="ht").t("hello") == "en"
