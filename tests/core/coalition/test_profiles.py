"""Profiles: values are checked together, saved together, and can be cleared."""

import pytest
from sqlalchemy import bindparam, update

from bot.core.coalition.profiles import NAME
from bot.core.congress.places import parse_place
from bot.core.directory.states import NAMES, SEATS
from bot.core.people.profiles.profiles import Profile
from bot.errors import UserError
from bot.store.statement import Statement
from bot.store.tables import people
from tests.core.support.old_cipher import encrypt_as_before
from tests.core.support.refusals import catch_refusal
from tests.services import SECRET, Core, caller


async def test_profile_values_are_saved(core: Core) -> None:
    await core.add_org("North", "Uptown")
    known = await core.tell(
        "ana", chapter="uptown", district="ca 11", name="  Ana   María ", language="es", public_name="Ana M."
    )
    assert known.profile == Profile("CA-11", "Ana María", "es", "Ana M.", congress=119)
    assert known.chapter == "Uptown"
    assert await core.profiles.read(caller("ana")) == known
    assert await core.profiles.read(caller("bo")) != known


async def test_an_earlier_versions_profile_is_still_read(core: Core) -> None:
    await core.tell("ana", district="NV-01")
    before = encrypt_as_before(SECRET, '{"district": "CA-11", "name": "José"}')
    put_back = Statement(update(people).values(profile=bindparam("sealed")))
    assert await core.store.write(lambda tx: tx.run(put_back, sealed=before)) == 1
    assert (await core.profiles.read(caller("ana"))).profile == Profile("CA-11", "José")


async def test_omitted_values_stay_and_a_dash_clears(core: Core) -> None:
    await core.add_org("North", "Uptown")
    await core.tell("ana", chapter="Uptown", district="CA-11", name="Ana", language="es", public_name="A")
    known = await core.tell("ana", name="Anita")
    assert known.profile == Profile("CA-11", "Anita", "es", "A", congress=119)
    known = await core.tell("ana", district="-", public_name="-", chapter="-")
    assert (known.profile, known.chapter) == (Profile(None, "Anita", "es", None), None)
    known = await core.tell("ana", name="-", language="-")
    assert known.profile == Profile()


async def test_an_account_is_a_person_only_on_its_own_platform(core: Core) -> None:
    await core.tell("ana", name="Ana")
    elsewhere = await core.profiles.read(caller("ana", platform="discord"))
    assert elsewhere.profile == Profile()


BAD = [
    ({"district": "ZZ-1"}, "district.unknown_no_data", "district"),
    ({"district": "11"}, "district.unknown_no_data", "district"),
    ({"district": "Calisota"}, "district.unknown_no_data", "district"),
    ({"district": "CA-53"}, "district.number", "district"),
    ({"district": "CA-0"}, "district.number", "district"),
    ({"district": "VT-2"}, "district.number", "district"),
    ({"district": "CA-111"}, "district.unknown_no_data", "district"),
    ({"district": "94110"}, "zip.no_data", "district"),  # no data is loaded
    ({"district": "9411"}, "zip.no_data", "district"),
    ({"district": "941100"}, "zip.no_data", "district"),
    ({"district": "2139"}, "zip.no_data", "district"),
    ({"district": "P.O. Box 12"}, "zip.mail_no_data", "district"),
    ({"district": "٩٤١١٠"}, "zip.no_data", "district"),
    ({"chapter": "Nowhere"}, "chapter.unknown", "chapter"),
    ({"chapter": "Twice"}, "chapter.several", "chapter"),
    ({"name": "x" * (NAME + 1)}, "name.length", "name"),
    ({"name": "   "}, "name.length", "name"),
    ({"name": "Ana\x07"}, "text.unseen", "name"),
    ({"name": "Ana\u202eanA"}, "text.unseen", "name"),  # reverses the text
    ({"public_name": "x" * (NAME + 1)}, "name.length", "public_name"),
    ({"public_name": "\u200b"}, "name.length", "public_name"),  # invisible
    ({"name": "\u200f\u200e"}, "name.length", "name"),
    ({"name": "\u2063Ana"}, "text.unseen_first", "name"),
    ({"name": "Jos\udce9"}, "text.not_utf8", "name"),  # a byte of Latin-1
    ({"name": "\udcff"}, "text.not_utf8_first", "name"),
    ({"name": "Ana \ud83d"}, "text.not_utf8", "name"),  # half an emoji
]


@pytest.mark.parametrize(("told", "key", "field"), BAD, ids=[f"{next(iter(bad[0].items()))!r}" for bad in BAD])
async def test_a_bad_value_is_refused_and_nothing_is_changed(
    core: Core, told: dict[str, str], key: str, field: str
) -> None:
    await core.add_org("North", "Uptown", "Twice")
    await core.add_org("South", "Twice")
    await core.tell("ana", chapter="Uptown", name="Ana")
    error = await catch_refusal(core.tell("ana", **{"language": "es", **told}))
    assert (error.key, error.field) == (key, field)
    known = await core.profiles.read(caller("ana"))
    assert (known.profile, known.chapter) == (Profile(name="Ana"), "Uptown")


NAMES_OF_EVERY_KIND = ["A", "x" * NAME, "O’Brien-Núñez", "李小龍", "Nguyễn Thị Minh Khai", "@everyone"]
DROPPED = {
    "An\u200da": "Ana",
    "Ana\u00ad": "Ana",
    "\ufeffAna": "Ana",
    "A\u2060na": "Ana",
    "می\u200c\u200cنا": "می\u200cنا",
}
JOINED_NAMES = ["\u200fمینا", "می\u200cنا", "ශ\u0dca\u200dරී", "क्\u200dष", "Ana 👩\u200d💻", "👩🏽\u200d🌾", "❤️\u200d🔥"]


@pytest.mark.parametrize("name", NAMES_OF_EVERY_KIND + JOINED_NAMES)
async def test_names_of_every_kind_are_accepted_as_typed(core: Core, name: str) -> None:
    assert (await core.tell("ana", name=name)).profile.name == name


@pytest.mark.parametrize("typed", DROPPED)
async def test_meaningless_characters_are_dropped_from_names(core: Core, typed: str) -> None:
    assert (await core.tell("ana", name=typed)).profile.name == DROPPED[typed]


def test_every_state_has_a_name_and_every_district_of_it_is_known() -> None:
    assert SEATS.keys() == NAMES.keys()
    assert sum(SEATS.values()) == 435 + 6  # the House and its delegates
    for state, seats in SEATS.items():
        numbers = range(1, seats + 1) if seats > 1 else [0]
        assert [parse_place(f"{state}-{number}") for number in numbers] == [f"{state}-{number}" for number in numbers]
        with pytest.raises(UserError):
            parse_place(f"{state}-{seats + 1}")


@pytest.mark.parametrize("written", ["CA", "ca", " California ", "california"])
def test_a_state_alone_is_a_valid_place(written: str) -> None:
    assert parse_place(written) == "CA"


@pytest.mark.parametrize(
    ("written", "found"),
    [("Washington, D.C.", "DC-0"), ("the Virgin Islands", "VI-0"), ("Puerto Rico", "PR-0"), ("New York 12", "NY-12")],
)
def test_places_may_be_written_by_their_names(written: str, found: str) -> None:
    assert parse_place(written) == found


@pytest.mark.parametrize("written", ["VT", "vt-1", "VT-0", "VT AL", "VT-At-Large", " vt0 "])
def test_the_one_district_of_a_state_has_many_spellings(written: str) -> None:
    assert parse_place(written) == "VT-0"
