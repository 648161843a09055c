"""Public files on which ZIP is in which district: both formats, and what can't be every ZIP."""

from dataclasses import replace

import pytest

from bot.core.congress.source_file import SourceFile
from tests.core.congress.test_edition import refusal
from tests.public_data.capitol import AWKWARD, make_congress, tract_file


def test_both_forms_name_the_same_districts() -> None:
    by_area, by_tract = make_congress().load(), make_congress(census=False).load()
    for zip, land in AWKWARD.items():
        assert {pair.district for pair in by_area.zips if pair.zip == zip} == set(land)
    assert by_area.without_zips == ()
    assert not by_tract.maps[0].is_dated
    assert set(by_tract.without_zips) == {"AS-0", "GU-0", "MP-0", "VI-0"}
    lacking = {"AS", "GU", "MP", "VI"}
    assert {pair[:2] for pair in by_tract.zips} == {
        pair[:2] for pair in by_area.zips if pair.district[:2] not in lacking
    }


def test_only_the_area_file_gives_shares_of_a_zips_land() -> None:
    shares = {(pair.zip, pair.district): pair.share for pair in make_congress().load().zips}
    assert (shares["94112", "CA-11"], shares["94112", "CA-15"]) == (300, 700)
    assert shares["00501", "NY-1"] == 0
    assert {pair.share for pair in make_congress(census=False).load().zips} == {0}


def test_a_district_with_only_a_zips_water_is_left_out() -> None:
    files = make_congress()
    lines = files.zips.data + b"0,0,3613,0,10001,0\r\n".replace(b",", b"|")
    load = replace(files, zips=SourceFile("zips", lines)).load()
    assert {pair.district for pair in load.zips if pair.zip == "10001"} == {"NY-10", "NY-12"}


@pytest.mark.parametrize("line", [b"06,CA,94110,99", b"06,ZZ,94110,1", b"06,CA,9411,1", b"06,CA,94110,", b"06"])
def test_a_line_that_names_no_zip_and_district_is_refused_by_its_number(line: bytes) -> None:
    files = make_congress(census=False)
    number = files.zips.data.count(b"\n") + 1
    said = refusal(replace(files, zips=SourceFile("zccd.csv", files.zips.data + line)))
    assert said == f"zccd.csv: Line {number} names no ZIP and district. Nothing was changed"


def test_a_file_cut_short_is_refused() -> None:
    files = make_congress(census=False)
    half = files.zips.data[: files.zips.data.index(b"26,MI")]
    assert "This can't be every ZIP: none lies in " in refusal(replace(files, zips=SourceFile("zccd.csv", half)))
    known = SourceFile("tab20_cd11920_zcta520_natl.txt", make_congress().zips.data)
    assert "This isn't the file that was published" in refusal(replace(files, zips=known))


def test_the_tract_file_is_recognized_by_its_columns() -> None:
    [found] = replace(make_congress(), zips=tract_file(AWKWARD)).load().maps
    assert (found.congress, found.is_dated) == (119, False)
    said = refusal(replace(make_congress(), zips=SourceFile("zips", b"zip,place\n94110,CA-11\n")))
    assert "neither the Census Bureau's relationship file nor a zccd.csv" in said
