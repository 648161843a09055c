"""The campaign that ships: whole, in seven languages, and fit to be used at once."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config.files import parse_strict
from bot.core.campaign_files.blanks import find
from bot.core.campaign_files.campaign_file import CampaignFile, find_text, load_campaign, parse_campaign
from bot.errors import ConfigError
from bot.kit.cards.markup import measure_cost

FILE = Path(__file__).parents[3] / "campaigns" / "clean-dream-act.yaml"
ZONE = "America/New_York"
LANGUAGES = ("en", "es", "zh-Hans", "zh-Hant", "ko", "vi", "tl")
SOURCE = FILE.read_text("utf-8")


@pytest.fixture(scope="module")
def sample() -> CampaignFile:
    return load_campaign(FILE, ZONE, measure_cost)


def test_every_text_of_the_sample_is_in_seven_languages(sample: CampaignFile) -> None:
    assert tuple(sample.scripts) == LANGUAGES
    titles = [sample.title, *(action.title for action in sample.actions)]
    for words in (*titles, *(ask.text for ask in sample.asks), *(fact.text for fact in sample.facts)):
        assert tuple(words) == LANGUAGES
    assert [tag for tag, script in sample.scripts.items() if script.reviewed] == ["en"]


def test_the_sample_can_be_used_at_once(sample: CampaignFile) -> None:
    assert (sample.status, sample.opens, sample.closes) == ("open", None, None)
    assert sample.phone == "(202) 224-3121"
    assert sample.tags == ("#CleanDREAMAct", "#ValueOurFamilies")
    assert [ask.key for ask in sample.asks] == ["spending-bill", "family-visas"]
    assert [action.type for action in sample.actions] == ["call", "postcard"]
    assert all(fact.source for fact in sample.facts)


def test_every_script_of_the_sample_asks_for_name_and_place_and_nothing_else(sample: CampaignFile) -> None:
    for script in sample.scripts.values():
        for text in (script.text, *(when.text for when in script.when)):
            assert sorted(blank.name for blank in find(text)) == ["name", "place"]


def test_the_sample_asks_delegates_to_speak_up_in_every_language(sample: CampaignFile) -> None:
    for script in sample.scripts.values():
        assert [when.chamber for when in script.when] == ["delegate"]
        assert script.when[0].text != script.text
    delegate = sample.asks[0].delegate
    assert delegate
    assert tuple(delegate) == LANGUAGES
    assert not set(delegate.values()) & set(sample.asks[0].text.values())
    assert not any("vote" in text for text in (delegate["en"], sample.scripts["en"].when[0].text))


def test_translations_say_first_that_the_office_speaks_english(sample: CampaignFile) -> None:
    for tag, script in sample.scripts.items():
        for text in (script.text, *(when.text for when in script.when)):
            assert text.startswith("[") == (tag != "en")
            assert "24" in text


def test_the_english_sample_takes_about_a_minute_to_read_aloud(sample: CampaignFile) -> None:
    assert 100 <= len(sample.scripts["en"].text.split()) <= 150


@pytest.mark.parametrize(
    ("language", "script"),
    [("es-MX", "es"), ("zh-TW", "zh-Hant"), ("fil", "tl"), ("de", "en"), (None, "en"), ("nonsense!", "en")],
)
def test_the_nearest_language_serves(sample: CampaignFile, language: str | None, script: str) -> None:
    assert find_text(sample.scripts, language).language == script
    assert find_text(sample.title, language) == sample.title[script]


NOISE = st.text("\n {}[]:-'\"|>&*!#%@`?,~<\t\\aé", max_size=4)


@settings(deadline=None)
@given(st.integers(0, len(SOURCE)), st.integers(0, 30), NOISE)
def test_a_damaged_file_is_read_or_refused_with_places_in_it(start: int, length: int, noise: str) -> None:
    damaged = SOURCE[:start] + noise + SOURCE[start + length :]
    try:
        parse_campaign(parse_strict(damaged.encode(), "f"), ZONE, measure_cost)
    except ConfigError as error:
        problems = error.problems
    else:
        return
    lines = damaged.count("\n") + 1
    assert problems
    assert all(1 <= problem.line <= lines and problem.column >= 1 for problem in problems)
