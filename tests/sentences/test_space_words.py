"""What people call a space: a server on Discord, a workspace on Slack, never "space" itself."""

import re

import pytest

from bot.cogs.coalition.org import OrgCog
from bot.kit.cards.markup import strip_markup
from bot.kit.descriptions import describe_command
from bot.kit.i18n import load_catalog, load_words
from bot.kit.spec import read_specs

WORDS = {"discord": "server", "slack": "workspace", "console": "console", "": "server or workspace"}


def sentences(key: str) -> list[str]:
    sentence = load_catalog("en")[key]
    return [sentence] if isinstance(sentence, str) else list(sentence.values())


def test_no_sentence_says_space() -> None:
    said = re.compile(r"(?<!{)\bspaces?\b(?!})")
    keys = [key for key in load_catalog("en") if not key.startswith("problem.")]  # there, it's the character
    saying = {key for key in keys if any(said.search(one) for one in sentences(key))}
    assert {key for key in saying if "hyphens" not in sentences(key)[0]} == set()  # those between two words


@pytest.mark.parametrize(("platform", "word"), WORDS.items())
def test_sentences_use_the_platforms_word_for_a_space(platform: str, word: str) -> None:
    said = load_words("en", platform=platform)
    here = [key for key in load_catalog("en") if any("{space}" in one for one in sentences(key))]
    assert len(here) > 8
    for key in here:
        told = said.t(key, name="Harbor", language="Spanish", org="Harbor")
        assert re.search(rf"\b[Tt]his {word}\b", told), told
        assert not re.search(r"\b(server|workspace|console)\b", told.replace(f"his {word}", "")), told


@pytest.mark.parametrize(("platform", "word"), WORDS.items())
def test_a_sentence_that_was_filled_before_still_names_the_place_where_it_is_read(platform: str, word: str) -> None:
    for slash in ("/", "/cb-", "/"):
        said = load_words("en", slash, platform)
        told = said.t("home.unlinked.asked")
        assert f"This {word} " in told
        assert f"{slash}org join " in told
        assert strip_markup(said.m("home.unlinked.asked")) == told.replace("**", "")


@pytest.mark.parametrize(("platform", "word"), WORDS.items())
def test_command_summaries_use_the_platforms_word_too(platform: str, word: str) -> None:
    said = load_words("en", platform=platform)
    for command in (OrgCog.join, OrgCog.leave, OrgCog.set_language):
        [spec] = read_specs(command)
        assert f"this {word}" in describe_command(spec, said)
