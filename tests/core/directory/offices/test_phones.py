"""Phone numbers as people write them: read the same, or refused with the reason; lost offices are reported."""

import json
from dataclasses import replace

import pytest

from bot.config.files import parse_strict
from bot.core.campaign_files.campaign_file import parse_campaign
from bot.core.congress.source_file import SourceFile
from bot.core.directory.offices.phones import PhoneFlaw, find_phone_flaw, parse_phone
from bot.errors import ConfigError
from tests.public_data.capitol import Invented, make_congress

ALIKE = (  # each is (916) 445-2841
    "916\u2011445\u20112841",
    "916\u2013445\u20142841",
    "(916)\u00a0445-2841",
    "\u200e(916)\u2009445\u22122841\u200f",
    "916/445-2841",
    "916\u2044445\u20442841",
    "916.445.2841",
    "916 \u00b7 445 \u00b7 2841",
    "(916)4452841",
    "( 916 ) 445 - 2841",
    "9164452841",
    "+19164452841",
    "+1 (916) 445-2841",
    "1-916-445-2841",
    "1 (916) 445 2841",
    "tel:+1-916-445-2841",
    "\uff0b\uff11\uff08\uff19\uff11\uff16\uff09\uff14\uff14\uff15\uff0d\uff12\uff18\uff14\uff11",
    "\u0669\u0661\u0666-\u0664\u0664\u0665-\u0662\u0668\u0664\u0661",
    "\u2068916-445-2841\u2069",
    "  916  445  2841 ",
)
FLAWED = {
    "": PhoneFlaw.NONE,
    " \u200b": PhoneFlaw.NONE,
    "n/a": PhoneFlaw.OTHER,
    "224-3121": PhoneFlaw.OTHER,
    "445-2841 123": PhoneFlaw.OTHER,
    "445-2841 x123": PhoneFlaw.OTHER,
    "445-2841 ext. 123": PhoneFlaw.OTHER,
    "(102) 224-3121": PhoneFlaw.OTHER,
    "202-124-3121": PhoneFlaw.OTHER,
    "+44 20 7946 0018": PhoneFlaw.OTHER,
    "916-445-28411": PhoneFlaw.OTHER,
    "(916) 445-2841 weekdays": PhoneFlaw.OTHER,
    "Call (916) 445-2841": PhoneFlaw.OTHER,
    "(916) 445-2841 ext. 2": PhoneFlaw.EXTENSION,
    "(916) 445-2841 x2": PhoneFlaw.EXTENSION,
    "916-445-2841x2": PhoneFlaw.EXTENSION,
    "916-445-2841 #22": PhoneFlaw.EXTENSION,
    "9164452841,,2": PhoneFlaw.EXTENSION,
    "tel:+1-916-445-2841;ext=22": PhoneFlaw.EXTENSION,
    "1 916 445 2841 EXTENSION 4021": PhoneFlaw.EXTENSION,
    "916-445-2841, option 3": PhoneFlaw.EXTENSION,
    "1-800-AMERICA": PhoneFlaw.LETTERS,
    "1-800-SENATOR": PhoneFlaw.LETTERS,
    "800 CALL CONGRESS": PhoneFlaw.LETTERS,
    "1\u2011800\u2011go\u2011fedex": PhoneFlaw.LETTERS,
    "(202) 22-DREAM": PhoneFlaw.LETTERS,
    "916-445-2841 or 916-445-2842": PhoneFlaw.SEVERAL,
    "(916) 445-2841 / (916) 445-2842": PhoneFlaw.SEVERAL,
}
SENTENCES = {
    PhoneFlaw.EXTENSION: "An extension can't be dialed from a card: write the number alone",
    PhoneFlaw.LETTERS: "Letters can't be dialed from every phone: write the number in digits, such as (202) 224-3121",
    PhoneFlaw.SEVERAL: "A card gives one number: keep the one that most people should call",
}
CAMPAIGN = "campaign: small\ntitle: Small\nscripts: {en: {text: Hello}}\nphone: "


@pytest.mark.parametrize("written", ALIKE)
def test_a_number_is_read_however_it_is_written(written: str) -> None:
    assert parse_phone(written) == "(916) 445-2841"
    assert find_phone_flaw(written) is None
    source = f"{CAMPAIGN}{json.dumps(written, ensure_ascii=False)}\n"
    assert parse_campaign(parse_strict(source.encode(), "f"), "UTC").phone == "(916) 445-2841"


@pytest.mark.parametrize(("written", "flaw"), FLAWED.items())
def test_an_invalid_number_is_refused_with_the_reason(written: str, flaw: PhoneFlaw) -> None:
    assert parse_phone(written) is None
    assert find_phone_flaw(written) is flaw
    with pytest.raises(ConfigError) as refused:
        parse_campaign(parse_strict(f"{CAMPAIGN}{json.dumps(written)}\n".encode(), "f"), "UTC")
    general = '"phone" must be a phone number with its area code, such as (202) 224-3121'
    if written.isprintable():
        assert [one.sentence for one in refused.value.problems] == [SENTENCES.get(flaw, general)]


def with_numbers(*numbers: str | None) -> tuple[Invented, list[str]]:
    """Files whose district offices have these numbers, and the offices' ids."""
    files = make_congress()
    records = json.loads(files.offices.data)
    offices = [office for record in records for office in record["offices"]]
    for office, number in zip(offices, numbers, strict=True):
        office["phone"] = number
    return replace(files, offices=SourceFile("o.json", json.dumps(records).encode())), [one["id"] for one in offices]


def test_an_office_left_out_for_its_number_is_reported_with_the_reason() -> None:
    files, ids = with_numbers("202-225-1 x2", "202-225-1111 x2", "800-AMERICA", None, ALIKE[0])
    load = files.load()
    assert load.offices == 1
    assert load.doubts == (
        f"1 district office was left out: a phone number that can't be read ({ids[0]}).",
        f"1 district office was left out: a phone number with an extension ({ids[1]}).",
        f"1 district office was left out: a phone number in letters ({ids[2]}).",
        f"1 district office was left out: no phone number ({ids[3]}).",
    )


def test_offices_with_the_same_reason_are_one_line() -> None:
    files, ids = with_numbers(*["224-3121"] * 5)
    assert files.load().doubts == (
        f"5 district offices were left out: a phone number that can't be read ({', '.join(ids)}).",
    )
    assert make_congress().load().doubts == ()


def test_an_unreadable_washington_number_is_reported() -> None:
    files = make_congress()
    records = json.loads(files.legislators.data)
    records[0]["terms"][-1]["phone"] = "202-225-1111 ext. 7"
    load = replace(files, legislators=SourceFile("l.json", json.dumps(records).encode())).load()
    assert load.members[0].offices[0].phone is None
    assert load.doubts == (
        f"1 member is called through the switchboard: a phone number with an extension ({load.members[0].id}).",
    )
