"""A language is a draft, out of date or reviewed, whatever happened to the words since."""

from typing import Any

import pytest

from bot.cli.checks.review_advice import advise
from bot.core.campaign_files.campaign_export import Entries, list_entries
from bot.core.campaign_files.campaign_texts import list_texts
from bot.core.campaign_files.translation_state import confirm, follow_changes, judge, judge_file, sign
from bot.core.draft_parts.draft_parts import read_part, write_and_follow
from bot.core.drafts.draft_check import parse_entries
from bot.errors import ConfigError, UserError
from bot.translations.entries import State
from tests.core.draft_parts.test_draft_parts import RICH, SAMPLE
from tests.services import ZONE, campaign

KO = {
    "title": "투표",
    "asks.dream.text": "찬성하시나요?",
    "facts.1.text": "하나",
    "script": "안녕하세요, {{name}}입니다.",
}


def begin() -> Entries:
    file = campaign(
        "vote",
        "asks: [{key: dream, text: Yes?}]",
        "facts: [{text: One, source: Here}, {text: Two, source: There}]",
        scripts="{en: {reviewed: true, text: 'Hello, I am {{name}}.'}}",
    )
    return write_and_follow(list_entries(file), "texts:ko", KO)


def states(entries: Entries, tag: str = "ko") -> tuple[State, tuple[str, ...]]:
    made, troubles = parse_entries(entries, ZONE, len)
    assert made is not None, troubles
    assert judge_file(made)[tag] == judge(entries, tag)  # the same from a file as from a draft
    assert parse_entries(list_entries(made), ZONE, len)[0] == made
    found = judge(entries, tag)
    return found.state, found.outdated


def test_a_translation_is_a_draft_until_a_named_person_has_read_it() -> None:
    entries = begin()
    assert states(entries) == (State.DRAFT, ())
    assert judge(entries, "ko").missing == ("facts.2.text",)
    signed = sign(entries, "ko", "Kim Min-ji", "2026-12-01")
    assert states(signed) == (State.REVIEWED, ())
    reading = judge(signed, "ko").reviewed
    assert reading is not None
    assert (reading.by, reading.on) == ("Kim Min-ji", "2026-12-01")


CHANGES: list[tuple[str, dict[str, str], State, tuple[str, ...]]] = [
    ("ask:dream", {"text": "Will you vote yes?"}, State.OUTDATED, ("asks.dream.text",)),
    ("basics", {"title": "Vote now"}, State.OUTDATED, ("title",)),
    ("script:en:all", {"text": "Good day, I am {{name}}."}, State.OUTDATED, ("script",)),
    ("facts", {"facts": "One | Here\nThree | There"}, State.OUTDATED, ()),  # read beside other English words
    ("facts", {"facts": "Two | There\nOne | Here"}, State.DRAFT, ()),  # moved: every text is still right
    ("facts", {"facts": "Zero | Here\nTwo | There"}, State.OUTDATED, ("facts.1.text",)),
    ("script:ko:all", {"text": "안녕하세요, 저는 {{name}}."}, State.DRAFT, ()),
    ("language:ko", {"title": "투표하세요", "asks": KO["asks.dream.text"], "facts": "하나"}, State.DRAFT, ()),
    ("goal", {"goal": "500"}, State.REVIEWED, ()),
    ("script:es:all", {"text": "Hola, soy {{name}}."}, State.REVIEWED, ()),
]


@pytest.mark.parametrize(("part", "fields", "state", "outdated"), CHANGES)
def test_a_change_in_a_form_keeps_the_state_true(
    part: str, fields: dict[str, str], state: State, outdated: Any
) -> None:
    before = sign(begin(), "ko", "Kim Min-ji", "2026-12-01")
    after = write_and_follow(before, part, fields)
    assert states(after) == (state, outdated)
    unsigned = write_and_follow(begin(), part, fields)
    assert states(unsigned) == (State.OUTDATED if outdated else State.DRAFT, outdated)


def test_an_outdated_text_comes_up_to_date_by_new_words_or_by_a_word_that_it_is_right() -> None:
    old = write_and_follow(sign(begin(), "ko", "Kim", "2026-12-01"), "ask:dream", {"text": "Really?"})
    assert states(old)[0] is State.OUTDATED
    new = write_and_follow(old, "texts:ko", {"asks.dream.text": "정말요?"})
    assert states(new) == (State.DRAFT, ())
    same = write_and_follow(old, "texts:ko", {"asks.dream.text": KO["asks.dream.text"]})
    assert states(same) == states(confirm(old, "ko")) == (State.DRAFT, ())
    assert states(sign(old, "ko", "Lee", "2026-12-02")) == (State.REVIEWED, ())


def test_nothing_is_noted_where_nothing_changed() -> None:
    for file in (RICH, SAMPLE):
        entries = list_entries(file)
        assert follow_changes(entries, entries) is entries
        for tag in ("es", "en"):
            assert write_and_follow(entries, f"texts:{tag}", {}) == entries


def test_every_text_of_a_campaign_can_be_written_by_its_key() -> None:
    entries = list_entries(RICH)
    assert len(list_texts(entries)) == 23  # one of them in Spanish alone
    fields = {key: f"{key} 한국어" for key in list_texts(entries)}
    written = write_and_follow(entries, "texts:ko", fields)
    assert read_part(written, "texts:ko") == fields
    assert judge(written, "ko").missing == ()
    assert {tag: texts for tag, texts in list_texts(written)["asks.dream.text"].items() if tag != "ko"} == {
        "en": "Yes?",
        "es": "¿Sí?",
    }


def test_texts_that_waited_are_refused_once_the_english_changed() -> None:
    entries = begin()
    stamped = {**KO, "@english": "0" * 12}
    with pytest.raises(UserError) as refused:
        write_and_follow(entries, "texts:ko", stamped)
    assert refused.value.key == "draft.texts_stale"


def test_check_says_what_a_review_lacks() -> None:
    def said(*lines: str, scripts: str) -> list[str]:
        return [*advise(campaign("vote", *lines, scripts=scripts))]

    both = "{en: {text: Hello, reviewed: true}, ko: {text: 안녕, reviewed: %s}}"
    assert said(scripts=both % "false") == []
    [ticked] = said(scripts=both % "true")
    assert "names nobody" in ticked
    hashes = ticked.partition("the day, ")[2].rstrip("}")
    review = "translations: {ko: {reviewed: {by: Kim, on: 2026-12-01%s}}}"
    [unsaid] = said(review % "", scripts=both % "false")
    assert unsaid.endswith(hashes)
    assert said(review % f", {hashes}", scripts=both % "false") == []
    [outdated] = said(review % f", {hashes}", scripts=(both % "false").replace("Hello", "Good day"))
    assert "out of date" in outdated
    [draft] = said(review % f", {hashes}", scripts=(both % "false").replace("안녕", "여보세요"))
    assert "draft again" in draft


@pytest.mark.parametrize(("line", "problem"), [
    ("translations: {ko: {reviewed: {by: Kim, on: soon}}}", "must be a date such as 2026-12-01"),
    ("translations: {ko: {reviewed: {on: 2026-12-01}}}", '"by" is missing'),
    ("translations: {klingon: {source: ab}}", "is not a known language tag"),
    ("translations: {ko: {source: zz}}", "leave it out"),
    ("translations: {ko: {reviewed: true}}", "reviewed"),
])  # fmt: skip
def test_a_faulty_state_is_named(line: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        campaign("vote", line)
