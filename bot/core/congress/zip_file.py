"""The districts of each ZIP, from either of two files.

The Census Bureau's relationship file (https://www2.census.gov/geo/docs/maps-data/data/rel2020/cd-sld/,
``tab20_cd<congress>20_zcta520_natl.txt``) joins areas. It has bars between columns, a byte order mark, the Congress in
column names, and the land that a ZIP has in each district. OpenSourceActivismTech/us-zipcodes-congress's ``zccd.csv``
joins census tracts. It also names districts that a ZIP only touches, and lacks four territories.

Both use ZIP Code Tabulation Areas, which are where people live. So neither has ZIPs that are only post-office boxes.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from bot.core.congress.source_file import SourceFile, refuse_source
from bot.core.directory.states import FIPS, find_district

# Files that never change, with size and SHA-256: that of the 119th Congress, published on 2024-10-24.
KNOWN = {
    "tab20_cd11920_zcta520_natl.txt": (
        6_195_997,
        "57fad59f65af5179ddd18dcfb8f72482dc0cf04fe26e2b9b2b34c51c04405f77",
    ),
}
CENSUS = re.compile(r"tab20_cd(\d{3})20_zcta520_natl\.txt")
TRACTS = "zccd.csv"

_ZIP = re.compile(r"\d{5}", re.ASCII)
_WHOLE = 1000


class ZipDistrict(NamedTuple):
    """A ZIP in a district, with ``share`` thousandths of its land there (0 if unknown)."""

    zip: str
    district: str
    share: int


class ZipFile(Struct, frozen=True):
    """A file's content. ``congress`` is the one whose districts it has, None if it doesn't say."""

    congress: int | None
    pairs: tuple[ZipDistrict, ...]


def read_zips(source: SourceFile) -> ZipFile:
    """Read either file. Raises ConfigError for any other file, or one that isn't what its name says."""
    _check_known(source)
    try:
        text = io.StringIO(source.data.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError:
        raise refuse_source(source, "This is no text in UTF-8") from None
    census = b"|" in source.data[:200]
    rows = csv.DictReader(text, delimiter="|" if census else ",")
    heads = [match for name in rows.fieldnames or () if (match := re.fullmatch(r"GEOID_CD(\d{3})_20", name))]
    if census and heads and "GEOID_ZCTA5_20" in (rows.fieldnames or ()):
        return ZipFile(int(heads[0][1]), tuple(_read_areas(rows, heads[0][0], source)))
    if not {"state_abbr", "zcta", "cd"} - set(rows.fieldnames or ()):
        return ZipFile(None, tuple(sorted(set(_read_tracts(rows, source)))))
    raise refuse_source(source, "This is neither the Census Bureau's relationship file nor a zccd.csv")


def _check_known(source: SourceFile) -> None:
    known = KNOWN.get(source.name)
    if known and (len(source.data), source.sha256) != known:
        size = f"{len(source.data):,} of {known[0]:,} bytes"
        raise refuse_source(source, f"This isn't the file that was published ({size}, or another hash): get it again")


def _read_tracts(rows: "csv.DictReader[str]", source: SourceFile) -> Iterator[ZipDistrict]:
    for row in rows:
        place = find_district(row["state_abbr"] or "", _parse_number(row["cd"]))
        if place is None or not _ZIP.fullmatch(row["zcta"] or ""):
            raise refuse_source(source, f"Line {rows.line_num} names no ZIP and district")
        yield ZipDistrict(row["zcta"], place, 0)


def _read_areas(rows: "csv.DictReader[str]", head: str, source: SourceFile) -> Iterator[ZipDistrict]:
    """Each ZIP's districts. A district with only water counts if the ZIP has no land at all."""
    areas: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        code, zip = row[head] or "", row["GEOID_ZCTA5_20"] or ""
        if not zip or code[2:] == "ZZ":  # open water: no ZIP, or no district
            continue
        place = find_district(FIPS.get(code[:2], ""), _parse_number(code[2:]))
        if place is None or not _ZIP.fullmatch(zip):
            raise refuse_source(source, f"Line {rows.line_num} names no ZIP and district")
        areas[zip][place] = int(row.get("AREALAND_PART") or 0)
    for zip, parts in sorted(areas.items()):
        land = sum(parts.values())
        for place, part in sorted(parts.items()):
            if part or not land:
                yield ZipDistrict(zip, place, max(1, round(_WHOLE * part / land)) if land else 0)


def _parse_number(written: str | None) -> int:
    return int(written) if written and written.isdecimal() else -1
