"""A campaign written as a file and read again is the same campaign, whatever its texts are made of."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config.files import parse_strict
from bot.core.campaign_files.campaign_export import write_campaign, write_entries
from bot.core.campaign_files.campaign_file import CampaignFile, load_campaign, parse_campaign
from bot.errors import ConfigError
from tests.effort import choose

SAMPLE = Path(__file__).parents[3] / "campaigns" / "clean-dream-act.yaml"
ELSEWHERE = "Pacific/Honolulu"  # another coalition's zone: the file must name its own

TRAPS = (
    "no", "Yes", "null", "~", "0123", "12:30", "1e3", "# not a comment", "- item", "key: value", "a: b: c", "*all",
    "&all", "!tag", "%x", "@home", "`code`", "'single'", '"double"', "{braces}", "[brackets]", "what? yes: no",
    "ends with colon:", "back\\slash", "\U0001f468\u200d\U0001f469\u200d\U0001f467 families", "می\u200cخواهم",
    "e\u0301",
    "<@123> @everyone", "2026-11-22", "...", "---", "|", ">", "word " * 15, "𠮷野家",
)  # fmt: skip
LINES = st.one_of(st.sampled_from(TRAPS), st.text(max_size=60).map(str.strip).filter(bool))
BLOCKS = st.lists(st.one_of(LINES, st.just(""), st.just("  indented")), min_size=1, max_size=5).map("\n".join)


def by_language(texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(("es", "ko", "zh-Hant", "vi")), texts, max_size=2).flatmap(
        lambda others: texts.map(lambda english: {"en": english, **others})
    )


WHEN = st.fixed_dictionaries({"chamber": st.sampled_from(("house", "senate", "delegate")), "text": BLOCKS})
SCRIPT = st.fixed_dictionaries({"reviewed": st.booleans(), "text": BLOCKS, "when": st.lists(WHEN, max_size=2)})
OFFICE = st.fixed_dictionaries(
    {"key": st.just("mayor"), "name": by_language(LINES), "phone": st.just("(212) 555-0134")},
    optional={"title": LINES, "timezone": st.sampled_from(("America/Denver", "America/New_York"))},
)
TARGETS = st.one_of(
    st.sampled_from(("my_members", "my_senators", "senator-1", ["senator-2", "P000197"])),
    st.just({"committee": "SSJU"}),
    st.just({"committee": "HSJU01", "mine_first": True}),
    OFFICE.map(lambda office: {"list": [office]}),
    st.lists(
        st.sampled_from(
            (
                "my_senators",
                "P000197",
                {"state": "both", "in": ["CA", "NY"]},
                {"state": "lower", "in": ["TX"]},
                {"governor": [{"state": "CA", "name": "Ana", "phone": "(916) 445-2841", "timezone": "UTC"}]},
            )
        ),
        min_size=1,
        unique_by=str,
    ),
)
REMINDER = st.fixed_dictionaries(
    {"cron": st.just("5 9 * * 1-5")}, optional={"timezone": st.just("Asia/Manila"), "text": by_language(LINES)}
)
CAMPAIGN = st.fixed_dictionaries(
    {"campaign": st.just("small-one"), "title": by_language(LINES), "scripts": SCRIPT.map(lambda one: {"en": one})},
    optional={
        "org": LINES,
        "timezone": st.sampled_from(("America/Los_Angeles", "UTC")),
        "opens": st.just("2026-11-22 09:05"),
        "closes": st.just("2027-03-01 17:00"),
        "status": st.just("paused"),
        "goal": st.integers(1, 10_000_000),
        "phone": st.just("(202) 225-0001"),
        "targets": TARGETS,
        "tags": st.just(["#Ya", "#家庭"]),
        "asks": by_language(LINES).map(lambda text: [{"key": "one", "text": text, "delegate": text}]),
        "why": by_language(LINES).map(lambda text: [text]),
        "answers": by_language(LINES).map(lambda text: [{"they_say": text, "you_can_say": text}]),
        "facts": by_language(LINES).map(lambda text: [{"text": text, "source": "Us"}]),
        "actions": LINES.map(lambda text: [{"key": "go", "type": "link", "title": text, "url": "https://a.example/"}]),
        "rhythm": st.fixed_dictionaries(
            {"start": st.booleans(), "day_summary": st.just("20:05"), "reminders": st.lists(REMINDER, max_size=2)}
        ),
    },
)


def read(text: str, zone: str = ELSEWHERE) -> CampaignFile:
    return parse_campaign(parse_strict(text.encode("utf-8", "surrogatepass"), "export"), zone)


def read_again(campaign: CampaignFile) -> CampaignFile:
    return read(write_campaign(campaign))


def test_the_sample_comes_back_the_same() -> None:
    sample = load_campaign(SAMPLE, "America/New_York")
    assert read_again(sample) == sample


@settings(max_examples=choose(150, 3000), deadline=None)
@given(entries=CAMPAIGN)
def test_any_campaign_comes_back_the_same(entries: dict[str, Any]) -> None:
    try:
        campaign = read(write_entries(entries), "America/New_York")
    except ConfigError:
        return  # no campaign: a text of the wrong characters, say
    assert read_again(campaign) == campaign


@pytest.mark.parametrize("text", TRAPS)
def test_no_text_is_mistaken_for_yaml(text: str) -> None:
    entries: Any = {"campaign": "small-one", "title": text, "scripts": {"en": {"text": f"{text}\n{text}"}}}
    campaign = read(write_entries(entries), "America/New_York")
    assert read_again(campaign) == campaign
