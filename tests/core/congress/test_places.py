"""ZIPs: each finds its district or a question with the right answer, and is stored nowhere."""

import logging
import re
from collections import defaultdict

import pytest

from bot.core.coalition.profiles import CLEAR, StateQuestion
from bot.core.congress.edition import read_load
from bot.core.congress.places import (
    MOST,
    Question,
    is_placelike,
    list_nearby_places,
    parse_place,
    parse_zip,
    restore_zip,
)
from bot.core.directory.states import DISTRICTS
from bot.errors import UserError
from bot.phrases import State
from bot.runtime.log import OWN
from bot.store.engine import Store
from tests.core.support.tables import everything
from tests.public_data.capitol import AWKWARD, LOADED, find_real_files, make_congress
from tests.services import Core, caller, core_on

WHOLE = make_congress().load()


@pytest.fixture
async def core(store: Store) -> Core:
    core = await core_on(store)
    await core.congress.replace(WHOLE)
    return core


async def look_up(core: Core, zip: str) -> str | Question | StateQuestion | None:
    """The district that a ZIP leads to, or the question."""
    known = await core.tell("ana", district=zip)
    return known.question or known.profile.district


async def test_thirty_awkward_zips_find_their_district_or_ask(core: Core) -> None:
    assert len(AWKWARD) == 30
    for zip, land in AWKWARD.items():
        found = await look_up(core, zip)
        if len(land) == 1:
            assert [found] == list(land)
            await core.tell("ana", district=CLEAR)
            continue
        assert isinstance(found, Question)
        assert found.known
        assert list(found.districts) == sorted(land, key=lambda place: -land[place])  # the likeliest first


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("my zip is 94110", "94110"),
        ("My ZIP code is 94110.", "94110"),
        ("zip:94110", "94110"),
        ("zipcode 94110-1234", "94110"),
        ("I live in 94110", "94110"),
        ("live in 94110", "94110"),  # the "I" says nothing, so it may be gone already
        ("live at 2139", "02139"),
        ("it’s 94110, please", "94110"),
        ("my zip is 2139", "02139"),
        ("I'm in CA-11", "CA-11"),
        ("my district is CA 11", "CA-11"),
        ("I live in Hawaii", "HI"),
        ("IN 46201", "46201"),  # Indiana's "IN", which isn't the word "in"
        ("in 7", "IN-7"),
        ("the district of columbia", "DC-0"),
    ],
)
def test_a_place_is_read_within_the_sentence_that_people_type(written: str, meant: str) -> None:
    assert is_placelike(written)
    assert (parse_zip(written) or restore_zip(written) or parse_place(written)) == meant


UNKNOWN = {
    "94119": {"CA-11", "CA-15"},  # a P.O. box in San Francisco: the nearby districts
    "96931": {"GU-0", "MP-0"},
    "00936": {"PR-0"},
    "00803": {"VI-0"},
    "09012": set[str](),  # a military post office
    "34002": set[str](),
    "96601": set[str](),
    "99999": set[str](),
}


@pytest.mark.parametrize("zip", UNKNOWN)
async def test_an_unmapped_zip_offers_nearby_districts(core: Core, zip: str) -> None:
    found = await look_up(core, zip)
    assert isinstance(found, Question)
    assert not found.known
    assert set(found.districts) == UNKNOWN[zip]
    assert found.military is (zip in ("09012", "34002", "96601"))


@pytest.mark.parametrize("before", [None, "NY-12", "CA-14", "NY"])
async def test_a_question_within_one_state_saves_the_state_and_the_rest(core: Core, before: str | None) -> None:
    if before:
        await core.tell("ana", district=before)
    known = await core.tell("ana", district="94112", name="Ana")
    assert known.question == Question(("CA-15", "CA-11"), known=True, saved="CA", shares=(700, 300))
    assert (known.profile.district, known.profile.name) == ("CA", "Ana")


@pytest.mark.parametrize("before", ["CA-11", "CA-15", "CA"])
async def test_a_question_keeps_a_saved_district_among_its_answers(core: Core, before: str) -> None:
    await core.tell("ana", district=before)
    known = await core.tell("ana", district="94112")
    assert known.question == Question(("CA-15", "CA-11"), known=True, shares=(700, 300))
    assert known.profile.district == before


@pytest.mark.parametrize("zip", ["94119", "96931", "00936", "09012"])
async def test_an_unmapped_zip_saves_no_state(core: Core, zip: str) -> None:
    known = await core.tell("ana", district=zip)
    assert isinstance(known.question, Question)
    assert (known.question.saved, known.profile.district) == (None, None)


@pytest.mark.parametrize(
    ("districts", "known", "state"),
    [
        (("CA-15", "CA-11"), True, "CA"),
        (("GA-14", "AL-3"), True, None),
        (("MT-2", "ND-0"), True, None),
        (("CA-15", "CA-11"), False, None),
        ((), True, None),
    ],
)
def test_only_a_zip_within_one_state_gives_the_state(districts: tuple[str, ...], known: bool, state: str) -> None:
    assert Question(districts, known).certain_state == state


def test_a_question_also_offers_the_states_that_have_more_districts_than_one() -> None:
    assert Question(("MT-2", "ND-0"), known=True).states == ("MT",)
    assert Question(("GA-14", "AL-3"), known=True).states == ("AL", "GA")
    assert Question(("CA",), known=False).states == ("CA",)


@pytest.mark.parametrize(
    "written",
    [
        "94110",
        " 94110 ",
        "94110-1234",
        "94110 1234",
        "941101234",
        "94110–1234",
        "94110\u20111234",
        "94110 — 1234",
        "９４１１０",
        "٩٤١١٠",
        "94110\u00a0",
        "\u200e94110",
        "ZIP 94110",
        "94110.",
        "94110+1234",
        "94110_1234",
        "94110\u30fc1234",
        "94 110",
        "9 4 1 1 0",
        "CA 94110",
        "San Francisco, CA 94110",
        "1 Main St, San Francisco, California 94110-1234, USA",
        "९४११०",
        "𝟗𝟒𝟏𝟏𝟎",
    ],
)
def test_a_zip_is_known_however_it_is_written(written: str) -> None:
    assert parse_zip(written) == "94110"


@pytest.mark.parametrize("written", ["9411", "941100", "CA-11", "94110-12", "", "Unit 94110", "94110 Main"])
def test_other_text_is_not_taken_for_a_zip(written: str) -> None:
    assert parse_zip(written) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("CA-11", "CA-11"),
        ("CA–11", "CA-11"),
        ("CA\u201111", "CA-11"),
        ("CA−11", "CA-11"),
        ("CA-１１", "CA-11"),
        ("ＣＡ－１１", "CA-11"),
        ("CA 11th", "CA-11"),
        ("CA/11", "CA-11"),
        ("ca11", "CA-11"),
        ("CA-011", "CA-11"),
        ("California 11", "CA-11"),
        ("California 11th district", "CA-11"),
        ("California’s 11th congressional district", "CA-11"),
        ("11th district of California", "CA-11"),
        ("CA district 11", "CA-11"),
        ("N.Y.-3", "NY-3"),
        ("Hawaiʻi 2", "HI-2"),
        ("vermont", "VT-0"),
        ("AK at‑large", "AK-0"),
        ("AK-AL", "AK-0"),
        ("North Carolina–1st", "NC-1"),
    ],
)
def test_a_district_is_known_however_it_is_written(written: str, expected: str) -> None:
    assert parse_place(written) == expected


@pytest.mark.parametrize(
    ("written", "zip"),
    [
        ("2139", "02139"),
        ("２１３９", "02139"),
        ("501", "00501"),
        ("2139–1234", "02139"),
        ("21391234", "02139"),
        ("5011234", "00501"),
        ("94111234", None),
        ("9411", None),
        ("11", None),
        ("02139", None),
    ],
)
def test_a_zip_without_its_zeros_is_asked_about(written: str, zip: str | None) -> None:
    assert restore_zip(written) == zip


@pytest.mark.parametrize("written", ["94l10", "9411", "941100", "CA-111", "12"])
def test_text_with_a_digit_is_read_as_a_place(written: str) -> None:
    assert is_placelike(written)
    with pytest.raises(UserError):
        parse_place(written)


def test_mail_that_goes_to_no_home_is_named() -> None:
    for typed in ("APO", "AE", "FPO AP", "armed forces pacific", "Unit 45 Box 7, DPO"):
        with pytest.raises(UserError) as caught:
            parse_place(typed)
        assert caught.value.key == "zip.military_mail", typed
    for typed in ("P.O. Box 12", "PO box 7, Austin", "post office box 9", "pob 12"):
        with pytest.raises(UserError) as caught:
            parse_place(typed)
        assert caught.value.key == "zip.mail", typed
    assert parse_zip("PSC 1 Box 2, APO AE 09012-1234") == "09012"


def test_a_state_that_is_misspelt_is_offered() -> None:
    with pytest.raises(UserError) as caught:
        parse_place("Califronia")
    assert (caught.value.key, caught.value.params["near"]) == ("district.near", State("CA"))


async def test_no_zip_is_stored_anywhere(core: Core, caplog: pytest.LogCaptureFixture) -> None:
    """Every typed ZIP, including refused ones, unclear ones and ZIP+4: not in rows, logs or the export."""
    caplog.set_level(logging.DEBUG, OWN)
    before = await everything(core.store)
    typed = ("94110", "94112", "94119-5521", "00936", "09012")
    for zip in typed:
        await look_up(core, zip)
        await core.log("ana")
    after = await everything(core.store)
    assert before.pop("map_zips") == after.pop("map_zips")
    held = await core.data_export.read(caller("ana"))
    kept = f"{after}{caplog.text}{held}"
    for zip in typed:
        assert not re.search(zip[:5], kept)


async def test_every_district_of_the_real_congress_has_a_zip_and_a_member_or_is_vacant(store: Store) -> None:
    core = await core_on(store)
    load = read_load(*find_real_files(), LOADED)
    await core.congress.replace(load)
    directory = await core.congress.read_directory()
    reached = {pair.district for pair in load.zips}
    assert set(DISTRICTS) - reached <= {"AS-0", "GU-0", "MP-0", "VI-0"}
    assert {place for place in DISTRICTS if place not in directory.seats} == {
        "CA-14",
        "FL-20",
        "GA-13",
        "TX-23",
    }
    prefixes = defaultdict(list)
    for pair in load.zips:
        prefixes[pair.zip[:3]].append(pair)
    for prefix, pairs in prefixes.items():
        assert 0 < len(list_nearby_places(f"{prefix}00", pairs)) <= MOST
