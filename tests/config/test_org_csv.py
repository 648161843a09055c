"""Tables as spreadsheets save them: every separator, head and byte order mark is read, or named with a fix."""

from pathlib import Path

import pytest

from bot.core.coalition.org_file import load_orgs
from bot.errors import ConfigError

ROWS = [("Asian Voices", "Queens"), ("Łódź, United", ""), ("Asian Voices", "Bronx")]
READ = {
    "commas": 'org,chapter\nAsian Voices,Queens\n"Łódź, United",\nAsian Voices,Bronx\n',
    "semicolons": "org;chapter\nAsian Voices;Queens\nŁódź, United;\nAsian Voices;Bronx\n",
    "tabs": "org\tchapter\nAsian Voices\tQueens\nŁódź, United\t\nAsian Voices\tBronx\n",
    "a mark and semicolons": "\ufefforg;chapter\r\nAsian Voices;Queens\r\nŁódź, United;\r\nAsian Voices;Bronx\r\n",
    "Excel's own line": "sep=;\norg;chapter\nAsian Voices;Queens\nŁódź, United;\nAsian Voices;Bronx\n",
    "carriage returns": 'org,chapter\rAsian Voices,Queens\r"Łódź, United",\rAsian Voices,Bronx',
    "a spaced head": '  Org , Chapter \nAsian Voices,Queens\n"Łódź, United",\nAsian Voices,Bronx\n',
    "words in full": 'ORGANIZATION,Chapter name\nAsian Voices,Queens\n"Łódź, United",\nAsian Voices,Bronx\n',
    "British words": 'Organisation name;Chapters\nAsian Voices;Queens\n"Łódź, United";\nAsian Voices;Bronx\n',
    "a quoted head": '"Org","Chapter"\n"Asian Voices","Queens"\n"Łódź, United",""\n"Asian Voices","Bronx"\n',
    "empty columns": 'org,chapter,,\nAsian Voices,Queens,,\n"Łódź, United",, ,\nAsian Voices,Bronx,,\n',
    "an empty column first": ',org,chapter\n,Asian Voices,Queens\n,"Łódź, United",\n,Asian Voices,Bronx\n',
    "the other order": 'chapter,org\nQueens,Asian Voices\n,"Łódź, United"\nBronx,Asian Voices\n',
    "empty lines": '\n,,\norg,chapter\n\nAsian Voices,Queens\n,\n"Łódź, United",\nAsian Voices,Bronx\n\n',
    "fewer fields": 'org,chapter\nAsian Voices,Queens\n"Łódź, United",\nAsian Voices,Bronx',
    "a break in quotes": 'org,chapter\nAsian Voices,Queens\n"Łódź,\nUnited",\n"Asian\nVoices",Bronx\n',
}


def write_table(folder: Path, content: str | bytes, name: str = "orgs.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def problem(path: Path) -> str:
    with pytest.raises(ConfigError) as refused:
        load_orgs(path)
    [found] = refused.value.problems
    return str(found).removeprefix(f"{path}:")


@pytest.mark.parametrize("text", READ.values(), ids=READ)
@pytest.mark.parametrize("name", ["orgs.csv", "ORGS.CSV", "orgs.tsv", "orgs.txt"])
def test_a_table_is_read_however_it_was_saved(tmp_path: Path, text: str, name: str) -> None:
    assert [(row.org, row.chapter) for row in load_orgs(write_table(tmp_path, text, name))] == ROWS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1:1: the first line must be org,chapter"),
        ("Asian Voices,Queens\n", "1:1: the first line must be org,chapter"),
        ("org,org,chapter\nA,B,C\n", "1:1: the first line must be org,chapter"),
        ("org|chapter\nA|B\n", "1:1: the first line must be org,chapter"),
        ("\n\norg,notes\n", "3:1: the first line must be org,chapter"),
        ("org,chapter,city\nNorth,Uptown,\n", "1:1: only the columns org and chapter are read; delete the others"),
        ("org;chapter\nNorth;Uptown;More\n", "2:14: there is a third field; put names with semicolons in quotes"),
        ("org;chapter\nNorth,Uptown\n", "2:1: there is no semicolon between org and chapter, as in the first line"),
        ("org,chapter\nNorth;Uptown\n", "2:1: there is no comma between org and chapter, as in the first line"),
        ('org,chapter\n"North\nOrg",x\n', "2:11: a name has 2 to 60 characters; this has 1"),
        ('org,chapter\n"North\nOrg",Up\nNorth Org,Up\n', "4:11: this is in the file twice"),
        ('org,chapter\nA b,C d\n"North\n,Up\n', "3:1: this line can't be read: unexpected end of data"),
    ],
)
def test_an_unreadable_line_is_named(tmp_path: Path, text: str, told: str) -> None:
    assert problem(write_table(tmp_path, text)) == told


HOW = "save the file as UTF-8 (in Excel: File, Save As, “CSV UTF-8”)"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("cp1252", f"2:4: this is not UTF-8; {HOW}"),
        ("mac_roman", f"2:4: this is not UTF-8; {HOW}"),
        ("utf-16", f"1:1: this is UTF-16; {HOW}"),
        ("utf-16-le", f"this is UTF-16; {HOW}"),
        ("utf-16-be", f"this is UTF-16; {HOW}"),
    ],
)
def test_another_encoding_is_named_with_how_to_save_it(tmp_path: Path, encoding: str, told: str) -> None:
    assert problem(write_table(tmp_path, "org;chapter\nJosé;Peña\n".encode(encoding))).endswith(told)


def test_utf_16_of_plain_letters_is_named_too(tmp_path: Path) -> None:
    assert (
        problem(write_table(tmp_path, "org;chapter\nNorth;Up\n".encode("utf-16-le"))) == f"1:1: this is UTF-16; {HOW}"
    )


@pytest.mark.parametrize("name", ["orgs.xlsx", "orgs.XLS", "orgs.ods"])
def test_a_spreadsheet_is_named(tmp_path: Path, name: str) -> None:
    told = "this is a spreadsheet; save it as a table first (in Excel: File, Save As, “CSV UTF-8”)"
    assert problem(write_table(tmp_path, b"PK\x03\x04", name)) == f"1:1: {told}"
