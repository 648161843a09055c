"""Each part's form shows what the campaign has, and saving it unchanged changes nothing."""

from pathlib import Path

import pytest

from bot.core.campaign_files.campaign_export import Entries, list_entries
from bot.core.campaign_files.campaign_file import load_campaign
from bot.core.campaign_files.translation_state import judge, judge_all
from bot.core.directory.members import JUNIOR, Directory, make_directory
from bot.core.draft_parts.draft_parts import mark_fields, read_part, write_part
from bot.core.draft_parts.entry_text import Fields, make_key
from bot.core.draft_parts.script_part import list_scripts
from bot.core.draft_parts.target_names import find_unclear_names, read_names, show_names
from bot.core.draft_parts.target_part import list_kinds
from bot.core.draft_parts.typed_fields import read_typed, show_typed
from bot.core.drafts.draft_check import parse_entries
from bot.kit.words.own_language.times import reword_any_time
from tests.public_data.capitol import id_of, make_congress
from tests.services import MONDAY, SENIOR, ZONE, campaign

SAMPLE = load_campaign(next(Path("campaigns").glob("*.yaml")), ZONE)
RICH = campaign(
    "rich",
    "org: North",
    "audience: org",
    "timezone: America/Los_Angeles",
    "opens: 2026-11-20 09:00",
    "closes: 2026-12-01 17:00",
    "goal: 500",
    "tags: ['#One', '#Two']",
    "targets: {list: [{key: governor, name: {en: Governor, es: Gobernador}, title: Gov., phone: 916-445-2841}]}",
    "asks: [{key: dream, text: {en: Yes?, es: ¿Sí?}, delegate: Speak up?}, {key: cuts, text: No cuts?}]",
    "facts: [{text: {en: One, es: Uno}, source: Here}, {text: Two, source: There}]",
    "actions: [{key: card, type: postcard, title: Card, beginnings: [{en: Please help., es: Ayude.}, Vote.],"
    " art: {en: Together, es: Juntos}, shape: people, colors: {dark: '#1d3557', light: '#ffffff', warm: '#c8553d'}},"
    " {key: more, type: link, title: {en: More, es: Más}, url: https://a.org}]",
    "why: [{en: Families belong together., es: Juntas.}, All work is valuable.]",
    "answers: [{they_say: 'Not now.', you_can_say: When?}, {they_say: {en: No., es: No.}, you_can_say: Why?}]",
    "rhythm: {start: true, day_summary: '20:00',"
    " reminders: [{cron: 0 9 * * 1-5, timezone: UTC, text: {en: Call, es: Llama}}]}",
    scripts="{en: {reviewed: true, text: Hello,"
    " when: [{chamber: house, text: House}, {ask: dream, position: yes, text: Thanks}]},"
    " es: {text: Hola, when: [{chamber: delegate, ask: cuts, position: no, text: Ojalá}]}}",
)
DIRECTORY = make_directory(make_congress().load().edition, make_congress().load().members)


def list_parts(entries: Entries) -> list[str]:
    scripts = [f"script:{tag}:{whom}" for tag, whom in list_scripts(entries)]
    asks = [f"ask:{one['key']}" for one in entries["asks"]]
    languages = [f"language:{tag}" for tag in judge_all(entries) if tag != "en"]
    lists = ["texts:es", "facts", "links", "postcard", "why", "answers"]
    return ["basics", "targets", "goal", "rhythm", "audience", *lists, *languages, *scripts, *asks]


@pytest.mark.parametrize("file", [RICH, SAMPLE], ids=["rich", "sample"])
def test_saving_a_form_as_it_opened_changes_nothing(file: object) -> None:
    entries = list_entries(file)  # type: ignore[arg-type]
    for part in list_parts(entries):
        fields = read_part(entries, part)
        again = write_part(entries, part, fields)
        assert read_part(again, part) == fields
        made, troubles = parse_entries(again, ZONE, len)
        assert (made, troubles) == (file, ()), part


def test_every_text_of_a_script_has_its_own_form() -> None:
    assert list_scripts(list_entries(RICH)) == (
        ("en", "all"),
        ("en", "house"),
        ("en", "dream:yes"),
        ("es", "all"),
        ("es", "delegate/cuts:no"),
    )


def test_an_emptied_text_goes() -> None:
    entries = list_entries(RICH)
    entries = write_part(entries, "script:en:house", {"text": " "})
    entries = write_part(entries, "script:es:delegate/cuts:no", {})
    entries = write_part(entries, "script:es:all", {"reviewed": "yes"})
    assert list_scripts(entries) == (("en", "all"), ("en", "dream:yes"))
    assert [one["key"] for one in write_part(entries, "ask:cuts", {})["asks"]] == ["dream"]
    assert "asks" not in write_part(write_part(entries, "ask:cuts", {}), "ask:dream", {})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Two | There\nOne | Here", [{"en": "One", "es": "Uno"}, "Two"]),  # moved
        ("One | Elsewhere\nTwo | There", [{"en": "One", "es": "Uno"}, "Two"]),
        ("One, corrected | Here\nTwo | There", [{"en": "One, corrected", "es": "Uno"}, "Two"]),
        ("New | Here\nOne | Here\nTwo | There", ["New", {"en": "One", "es": "Uno"}, "Two"]),
        ("Two | There", ["Two"]),
    ],
)
def test_a_line_keeps_its_translations(typed: str, kept: list[object]) -> None:
    facts = write_part(list_entries(RICH), "facts", {"facts": typed})["facts"]
    assert sorted(map(str, (one["text"] for one in facts))) == sorted(map(str, kept))


def test_a_line_without_its_second_half_is_kept_and_told() -> None:
    entries = write_part(list_entries(RICH), "facts", {"facts": "No source\n| no fact"})
    assert read_part(entries, "facts") == {"facts": "No source\n| no fact"}
    made, troubles = parse_entries(entries, ZONE, len)
    assert made is None
    assert {one.part for one in troubles} == {"facts"}
    assert {one.where for one in troubles} == {("facts", 0, "source"), ("facts", 1, "text")}


@pytest.mark.parametrize(
    ("text", "taken", "key"),
    [
        ("Will the Senator vote no?", (), "will-the-senator"),
        ("¿Votará?", (), "votara"),
        ("¿Votará?", ("votara", "votara-2"), "votara-3"),
        ("给国会打电话", (), "new"),
        ("给国会打电话", ("new",), "new-2"),
        ("A", (), "a-1"),
        ("Antidisestablishmentarianism", (), "antidisestablish"),
        ("Antidisestablishmentarianism", ("antidisestablish",), "antidisestabli-2"),
        ("!!! -- ???", (), "new"),
    ],
)
def test_keys_come_from_words(text: str, taken: tuple[str, ...], key: str) -> None:
    assert make_key(text, taken) == key


def test_times_are_read_as_people_type_them() -> None:
    typed = {"opens": "tomorrow 9am", "closes": "2026-12-01 17:00", "timezone": "Eastern"}
    assert read_typed("basics", typed, "America/Los_Angeles", MONDAY, Directory()) == {
        "opens": "2026-11-24 09:00",
        "closes": "2026-12-01 17:00",
        "timezone": "America/New_York",
    }
    wrong = {"opens": "someday", "closes": "2020-01-01 09:00", "timezone": "Marsian"}
    assert read_typed("basics", wrong, ZONE, MONDAY, Directory()) == wrong


@pytest.mark.parametrize(
    ("typed", "cron", "shown"),
    [
        ("weekdays 9:00", "0 9 * * 1-5", "weekdays 9:00"),
        ("9am", "0 9 * * 1-5", "weekdays 9:00"),
        ("daily 18:30", "30 18 * * *", "daily 18:30"),
        ("thu, mon 6pm", "0 18 * * 1,4", "mon, thu 18:00"),
        ("0 9 * * 1-5", "0 9 * * 1-5", "weekdays 9:00"),
        ("5 9 1 * *", "5 9 1 * *", "5 9 1 * *"),  # the first of each month
        ("0 9 * * 1,2,3,4,5", "0 9 * * 1,2,3,4,5", "0 9 * * 1,2,3,4,5"),
        ("0 9 * * 9", "0 9 * * 9", "0 9 * * 9"),
        ("9:00 Pacific", "9:00 Pacific", "9:00 Pacific"),  # a reminder's zone is the campaign's
        ("soon", "soon", "soon"),
    ],
)
def test_reminders_are_typed_and_shown_in_words(typed: str, cron: str, shown: str) -> None:
    fields = read_typed("rhythm", {"reminders": f"{typed} | Call\n{typed}"}, ZONE, MONDAY, Directory())
    assert fields == {"reminders": f"{cron} | Call\n{cron}"}
    assert show_typed("rhythm", fields, Directory()) == {"reminders": f"{shown} | Call\n{shown}"}


def test_times_of_any_language_are_read_in_a_drafts_forms() -> None:
    def read(part: str, **typed: str) -> Fields:
        return read_typed(part, typed, ZONE, MONDAY, Directory(), reword_any_time)

    closes = "el 1 de diciembre a las 5 de la tarde"
    dates = read("basics", opens="mañana 9:00", closes=closes, timezone="hora del Centro")
    assert dates == {"opens": "2026-11-24 09:00", "closes": "2026-12-01 17:00", "timezone": "America/Chicago"}
    assert read("basics", opens="明天上午九点") == {"opens": "2026-11-24 09:00"}
    for typed, clock in (("8 de la noche", "20:00"), ("오후 여덟 시", "20:00"), ("5", "17:00"), ("6:30", "18:30")):
        assert read("rhythm", day_summary=typed) == {"day_summary": clock}
    assert read("rhythm", day_summary="mañana") == {"day_summary": "mañana"}
    lines = "entre semana 9:00 | Llame\n매주 월요일 오전 9시 | Call\nsoon | Call\nweekdays 6:30 | Call"
    assert read("rhythm", reminders=lines)["reminders"] == (
        "0 9 * * 1-5 | Llame\n0 9 * * 1 | Call\nsoon | Call\nweekdays 6:30 | Call"
    )
    early = {"reminders": "30 6 * * 1-5 | Call"}
    assert read_typed("rhythm", show_typed("rhythm", early, Directory()), ZONE, MONDAY, Directory()) == early


def test_a_dash_empties_a_field() -> None:
    typed = {"title": "Call", "opens": "-", "closes": " – ", "timezone": ""}
    assert read_typed("basics", typed, ZONE, MONDAY, Directory()) == {"title": "Call"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("CA", [id_of("CA", SENIOR), id_of("CA", JUNIOR)]),
        ("CA, tx", [id_of("CA", SENIOR), id_of("CA", JUNIOR), id_of("TX", SENIOR), id_of("TX", JUNIOR)]),
        ("Senators of California", [id_of("CA", SENIOR), id_of("CA", JUNIOR)]),
        ("the Texas senators", [id_of("TX", SENIOR), id_of("TX", JUNIOR)]),
        ("Wyoming", [id_of("WY", SENIOR), id_of("WY", JUNIOR)]),
        ("CA-11, New York 12", [id_of("CA-11"), id_of("NY-12")]),
        ("VT-0", [id_of("VT-0")]),
        ("DC", ["DC"]),
        ("Casey CA-11, Sam CA", [id_of("CA-11"), id_of("CA", SENIOR)]),
        ("CA, Nobody Known", ["CA, Nobody Known"]),
        ("CA-14", ["CA-14"]),
        ("California\nCA", [id_of("CA", SENIOR), id_of("CA", JUNIOR)]),
    ],
)
def test_a_place_means_its_members(line: str, expected: list[str]) -> None:
    assert read_names({"members": line}, DIRECTORY)["members"].split("\n") == expected


def test_members_are_named_or_told_apart() -> None:
    rep, senator = DIRECTORY.members[id_of("CA-11")], DIRECTORY.members[id_of("CA", SENIOR)]
    typed = {"who": "members", "members": f"{rep.name}\n{senator.id}\nNobody Known\n my_senators"}
    fields = read_names(typed, DIRECTORY)
    assert fields["members"].split("\n") == [rep.id, senator.id, "Nobody Known", "my_senators"]
    assert show_names(fields, DIRECTORY)["members"].startswith(f"{rep.name} {rep.id}\n{senator.name} {senator.id}\n")
    assert read_names(show_names(fields, DIRECTORY), DIRECTORY) == fields
    entries = write_part({}, "targets", fields)
    assert [(one.place, one.key) for one in find_unclear_names(entries, DIRECTORY)] == [(2, "draft.wrong.name")]


def test_texts_are_written_in_another_language() -> None:
    entries = list_entries(RICH)
    assert read_part(entries, "language:es") == {
        "title": "-\n-\nMás",
        "asks": "¿Sí?",
        "facts": "Uno",
        "why": "Juntas.",
        "answers": "-\nNo.",
    }
    missing = {tag: len(judge(entries, tag).missing) for tag in ("es", "ko")}
    assert missing == {"es": 12, "ko": 22}
    typed = {"title": "Llame", "facts": "-\nDos\nTres", "answers": "Ahora no. | ¿Cuándo?"}
    after = write_part(entries, "language:es", {**typed, "asks": "¿Sí? | ¡Hable!\n¿No?"})
    made, troubles = parse_entries(after, ZONE, len)
    assert made is not None, troubles
    assert made.title == {"en": "Drive rich", "es": "Llame"}
    assert [one.text.get("es") for one in made.asks] == ["¿Sí?", "¿No?"]
    assert made.asks[0].delegate == {"en": "Speak up?", "es": "¡Hable!"}
    assert [one.text.get("es") for one in made.facts] == [None, "Dos"]
    assert made.why == ({"en": "Families belong together."}, {"en": "All work is valuable."})
    assert made.answers[0].you_can_say == {"en": "When?", "es": "¿Cuándo?"}
    assert tuple(judge_all(entries)) == ("en", "es")


def test_reasons_keep_their_translations_when_one_moves() -> None:
    entries = write_part(list_entries(RICH), "why", {"why": "All work is valuable.\nNew\nFamilies belong together."})
    assert entries["why"] == ["All work is valuable.", "New", {"en": "Families belong together.", "es": "Juntas."}]


def test_marks_tell_contents_apart() -> None:
    assert mark_fields({})
    assert mark_fields({"a": "1", "b": "2"}) == mark_fields({"b": "2", "a": "1"}) != mark_fields({"a": "2", "b": "1"})


@pytest.mark.parametrize(
    ("who", "members", "offices", "kinds"),
    [
        ("members", "Casey CA-11", "", {"members"}),
        ("members", "Casey CA-11", "Governor | 916-445-2841", {"members", "offices"}),
        ("members", "", "Governor | 916-445-2841", {"offices"}),
        ("my_senators", "Casey CA-11", "", {"my_senators"}),
        ("my_senators", "Casey CA-12", "", {"my_senators", "members"}),
        ("offices", "Casey CA-11", "Governor | 916-445-2841", {"offices"}),
        ("", "Casey CA-11", "Governor | 916-445-2841", {"offices"}),
        ("", "Casey CA-11\r\n", "", set()),
    ],
)
def test_a_form_of_targets_asks_for_its_choice_and_for_what_is_new(
    who: str, members: str, offices: str, kinds: set[str]
) -> None:
    before = {"who": "members", "members": "Casey CA-11"}
    assert list_kinds({"who": who, "members": members, "offices": offices}, before) == kinds


def test_a_postcard_is_designed_and_taken_away() -> None:
    entries = write_part(list_entries(campaign("bare")), "postcard", {"title": "Write", "shape": "homes"})
    assert entries["actions"] == [{"key": "postcard", "type": "postcard", "title": "Write", "shape": "homes"}]
    fields = {"title": "Write", "beginnings": "One\nTwo\nThree\nFour", "shape": "cat", "colors": "red blue green gray"}
    _, troubles = parse_entries(write_part(entries, "postcard", fields), ZONE, len)
    assert {(one.part, one.where[2]) for one in troubles} == {
        ("postcard", "beginnings"),
        ("postcard", "shape"),
        ("postcard", "colors"),
    }
    _, [untitled] = parse_entries(write_part(entries, "postcard", {"art": "Together"}), ZONE, len)
    assert untitled.part == "postcard"
    assert "actions" not in write_part(entries, "postcard", {})
    rich = write_part(list_entries(RICH), "postcard", {"title": "Card", "beginnings": "Please help.\nNew"})
    assert rich["actions"][0]["beginnings"] == [{"en": "Please help.", "es": "Ayude."}, "New"]
    assert [one["type"] for one in rich["actions"]] == ["postcard", "link"]
