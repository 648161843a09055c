"""Misspelled keys and other words for keys are asked about; real text with a colon stays text."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cogs.alerts.alert_writing import AlertWritingCog
from bot.cogs.boards.leaderboard import LeaderboardCog
from bot.cogs.calls.log import LogCog
from bot.cogs.coalition.chapter import ChapterCog
from bot.cogs.coalition.profile import ProfileCog
from bot.kit.options import Handler, Option
from bot.kit.spec import read_specs
from bot.kit.words.keys import ask_about_keys, ask_about_rest, find_keys, mend_values, split_pairs


def read(method: Handler) -> Sequence[Option]:
    [spec] = [one for one in read_specs(method) if one.kind == "command"]
    return spec.options


LOG, ALERT, PROFILE = read(LogCog.log), read(AlertWritingCog.send), read(ProfileCog.change_profile)
BOARD, RENAME = read(LeaderboardCog.show_leaderboard), read(ChapterCog.rename)

MEANT = (
    (LOG, "spoke offfice:hirono", {"office": "hirono"}),
    (LOG, "office:sam outcom:spoke", {"office": "sam", "outcome": "spoke"}),
    (LOG, "RESULT: voicemail", {"outcome": "voicemail"}),
    (LOG, "Reslt: voicemail", {"outcome": "voicemail"}),
    (LOG, "voicemail senator:padilla dya:yesterday", {"office": "padilla", "day": "yesterday"}),
    (LOG, "spoke oficina:sam campaña:clean act", {"office": "sam", "campaign": "clean act"}),
    (LOG, "결과:spoke", {"outcome": "spoke"}),
    (LOG, "spoke 办公室：sam", {"office": "sam"}),
    (LOG, "văn_phòng:sam kết_quả:voicemail", {"office": "sam", "outcome": "voicemail"}),
    (PROFILE, "lang:es chap:Uptown", {"language": "es", "chapter": "Uptown"}),
    (PROFILE, "public-nme:Ana nickname:Bea", {"public_name": "Ana nickname:Bea"}),  # one key for each option
    (PROFILE, "palayaw:Bea", {"public_name": "Bea"}),
    (BOARD, "grup:orgs since:week", {"by": "orgs", "period": "week"}),
    (ALERT, "Call now whne:9am To:North, South", {"when": "9am", "audience": "North, South"}),
    (ALERT, "mesage:Call now orgnizations:North", {"words": "Call now", "audience": "North"}),
    (RENAME, "Harbor to:Bay", {"name": "Bay"}),
)
TEXT = (
    (LOG, "spoke Note: they asked"),
    (LOG, "spoke at 10:30 re:call"),
    (LOG, "spoke https://example.org/office:x"),
    (LOG, "spoke to: "),
    (LOG, 'spoke "ofice:sam"'),
    (PROFILE, "zip: 94110"),
    (PROFILE, "ZIP:94110"),
    (PROFILE, "Harbor: Uptown"),
    (ALERT, "Call today. To: everyone. Time: 9 am. Where: City Hall. Text: a script. Whne: soon"),
    (ALERT, "See http://example.org:80/to:North, 9:30 or 21:00, and note:this"),
    (ALERT, "Dear friends:call today"),
    (ALERT, "words:Please call audience:North to:"),
    (RENAME, "Harbor: Queens"),
)


@pytest.mark.parametrize(("options", "text", "pairs"), MEANT)
def test_a_misspelled_key_means_the_nearest_of_its_command(
    options: Sequence[Option], text: str, pairs: dict[str, str]
) -> None:
    found, _ = split_pairs(text, options)
    assert found == pairs
    asked = ask_about_keys(text, options)
    assert (asked is not None) is bool(pairs)
    if asked:
        assert found[asked.field] == asked.choices[0][0]


@pytest.mark.parametrize(("options", "text"), TEXT)
def test_text_with_a_colon_stays_text(options: Sequence[Option], text: str) -> None:
    assert ask_about_keys(text, options) is None
    assert all(key.known for key in find_keys(text, options))


def test_a_question_shows_every_key_as_it_was_typed_and_as_it_is_meant() -> None:
    asked = ask_about_keys('spoke ofice:"sam ca" dya:yesterday', LOG)
    assert asked
    assert asked.key == "error.word_near"
    assert asked.params == {"word": 'ofice:"sam ca" dya:yesterday', "near": 'office:"sam ca" day:yesterday'}
    asked = ask_about_keys("Call now to:North", ALERT)
    assert asked
    assert asked.key == "error.key_or_text"


def test_a_question_leaves_out_words_that_went_to_other_options() -> None:
    before, after = {"office": "sam ca spoke", "campaign": "clean"}, {"office": "sam ca", "campaign": "clean"}
    asked = ask_about_keys("ofice:sam ca spoke campain:clean", LOG)
    assert asked
    rest = ask_about_rest(asked, before, after)
    assert rest.params == {"word": "ofice:sam ca campain:clean", "near": "office:sam ca campaign:clean"}
    assert rest.choices == (("sam ca", "office:sam ca campaign:clean"),)
    assert ask_about_rest(asked, before, before).params == asked.params


def test_a_key_typed_into_a_value_is_asked_about_where_a_platform_gives_values() -> None:
    mended = mend_values({"outcome": "spoke", "office": "sam campain:clean day:yesterday"}, LOG)
    assert mended.args == {"outcome": "spoke", "office": "sam", "campaign": "clean", "day": "yesterday"}
    assert mended.error
    for args in (
        {"words": "When: Monday. To: all", "when": "tomorrow 9:00 Eastern"},
        {"words": "See https://example.org/when:now"},
        {"words": "Call to:North", "audience": "South"},
    ):
        assert mend_values(args, ALERT).error is None


@given(st.text(max_size=80))
def test_no_text_is_lost_or_breaks(text: str) -> None:
    for options in (LOG, ALERT):
        asked = ask_about_keys(text, options)
        pairs, _ = split_pairs(text, options)
        assert asked is None or asked.field in pairs
        mend_values({"words": text}, options)
