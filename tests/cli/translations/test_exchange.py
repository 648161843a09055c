"""`./callboard translations`: from the catalogs to a translator's file and back, and who reviewed what."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.cli.translations.catalog import nest
from bot.cli.translations.exchange import export_file, import_file, load_language, sign_language
from bot.cli.translations.listing import list_languages, list_missing
from bot.cli.translations.marks import Review
from bot.cli.translations.review import count_reviews
from bot.errors import ConfigError
from bot.kit.i18n import _flatten, load_catalog
from bot.translations.entries import Sentence, State
from bot.translations.files import Format
from tests.sentences.catalogs import forget_catalogs, use_catalogs

ENGLISH = """
button: {undo: Undo}
call:
  many: {one: "{count} call", other: "{count} calls"}
  other: Other
  more: More
error:
  nothing_saved: Nothing was saved.
  gone: It's gone. Nothing was saved.
translation:
  fault:
    lost: "It lacks these blanks of the source: {blanks}."
    unknown: There's no such text here.
    long: "It has {size} characters, and there's room for {limit}."
    ending: "It has to end in these words, as the others do: {ending}"
  file: {yaml: "This YAML file can't be read ({what})."}
"""
ANSWERS = """
button.undo: Deshacer
call.many: {one: "{count} llamada", many: "{count} de llamadas", other: "{count} llamadas"}
call.other: "Otra: ¿sí?"
error.gone: Ya no está. No se guardó nada.
error.nothing_saved: No se guardó nada.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with use_catalogs(tmp_path, monkeypatch, {"en": ENGLISH}):
        yield tmp_path


def write(folder: Path, text: str) -> Path:
    (folder / "sent").mkdir(exist_ok=True)
    (folder / "sent" / "es.yaml").write_text(text, "utf-8")
    return folder / "sent" / "es.yaml"


def take_in(folder: Path, text: str) -> list[str]:
    lines, _ = import_file("es", write(folder, text), None)
    forget_catalogs()
    return lines


def test_a_language_comes_into_being_and_is_written_in_english_order(folder: Path) -> None:
    assert take_in(folder, ANSWERS) == ["es: 5 sentences saved, 0 as before"]
    text = (folder / "es.yaml").read_text("utf-8")
    assert list(load_catalog("es")) == [
        key for key in load_catalog("en") if not key.startswith(("translation", "call.more"))
    ]
    assert load_catalog("es")["call.other"] == "Otra: ¿sí?"
    assert "¿sí?" in text
    assert take_in(folder, ANSWERS) == ["es: 0 sentences saved, 5 as before"]
    assert (folder / "es.yaml").read_text("utf-8") == text


def test_right_sentences_are_saved_and_wrong_ones_named(folder: Path) -> None:
    lines = take_in(folder, f"""
button.undo: {"x" * 76}
call.many: {{one: una, many: "{{count}} de llamadas", other: llamadas}}
call.other: Otra
error.gone: No se guardó nada. Ya no está.
error.nothing_saved: No se guardó nada.
nowhere: x
""")  # fmt: skip
    assert lines == [
        "button.undo: It has 76 characters, and there's room for 75.",
        "call.many: [other] It lacks these blanks of the source: {count}.",
        "error.gone: It has to end in these words, as the others do: No se guardó nada.",
        "nowhere: There's no such text here.",
        "es: 2 sentences saved, 0 as before",
    ]
    assert dict(load_catalog("es")) == {"call.other": "Otra", "error.nothing_saved": "No se guardó nada."}


def test_a_language_is_out_of_date_once_english_changes_and_draft_once_its_own_words_do(folder: Path) -> None:
    take_in(folder, ANSWERS)
    assert (
        sign_language("es", " Ana  López ", "2026-11-20", "") == "es: 5 sentences reviewed by Ana López on 2026-11-20"
    )
    assert count_reviews(load_language("es")) == {Review("Ana López", "2026-11-20"): 5}
    (folder / "en.yaml").write_text(ENGLISH.replace("Undo", "Take back"), "utf-8")
    (folder / "es.yaml").write_text((folder / "es.yaml").read_text("utf-8").replace("Otra", "Otro"), "utf-8")
    forget_catalogs()
    states = {key: load_language("es").judge(key) for key in load_catalog("es")}
    assert states.pop("button.undo") is State.OUTDATED
    assert states.pop("call.other") is State.DRAFT
    assert set(states.values()) == {State.REVIEWED}
    assert "  out of date, since the English changed: button.undo" in list_languages()
    export_file("es", folder / "sent" / "todo.po", None, frozenset({State.OUTDATED}), "")
    assert import_file("es", folder / "sent" / "todo.po", None)[0][0] == "es: 0 sentences saved, 0 as before"
    assert take_in(folder, "button.undo: Deshacer") == ["es: 1 sentence saved, 0 as before"]
    assert load_language("es").judge("button.undo") is State.DRAFT


def test_what_is_missing_is_one_line_for_each_language(folder: Path) -> None:
    assert list_missing() == []
    take_in(folder, "button.undo: Deshacer")
    assert list_missing() == [
        "Sentences: 10 of es missing, which are shown in English (call.many, call.other, call.more, …). "
        "See: callboard translations"
    ]


def test_every_format_carries_a_whole_language(folder: Path) -> None:
    take_in(folder, ANSWERS)
    before = (folder / "es.yaml").read_text("utf-8"), (folder / "state" / "es.yaml").read_text("utf-8")
    for ending in ("po", "csv", "yaml"):
        export_file("es", folder / f"all.{ending}.txt", Format(ending), frozenset(), "")
        assert import_file("es", folder / f"all.{ending}.txt", Format(ending))[0] == [
            "es: 0 sentences saved, 5 as before"
        ]
        (folder / "es.yaml").unlink()
        (folder / "state" / "es.yaml").unlink()
        forget_catalogs()
        assert import_file("es", folder / f"all.{ending}.txt", Format(ending))[0] == [
            "es: 5 sentences saved, 0 as before"
        ]
        forget_catalogs()
        assert ((folder / "es.yaml").read_text("utf-8"), (folder / "state" / "es.yaml").read_text("utf-8")) == before


@pytest.mark.parametrize("tag", ["en", "fil", "zh-TW", "klingon", "", "../x", "es-MX"])
def test_a_tag_that_names_no_file_is_refused(folder: Path, tag: str) -> None:
    with pytest.raises(ConfigError):
        load_language(tag)


@pytest.mark.parametrize(
    ("by", "on"), [("", "2026-11-20"), ("?!", "2026-11-20"), ("Ana", "soon"), ("Ana", "2999-01-01")]
)
def test_only_a_named_person_and_a_day_make_a_review(folder: Path, by: str, on: str) -> None:
    with pytest.raises(ConfigError):
        sign_language("es", by, on, "")


def test_files_that_cant_be_used_are_refused(folder: Path) -> None:
    for name in ("missing.po", "es.docx"):
        with pytest.raises(ConfigError, match=name):
            import_file("es", folder / name, None)
    with pytest.raises(ConfigError, match="This YAML file can't be read"):
        import_file("es", write(folder, "a: ["), None)
    with pytest.raises(ConfigError, match="can't be written"):
        export_file("es", folder / "no" / "x.po", None, frozenset(), "")


def test_a_branch_that_looks_like_a_plural_stays_one() -> None:
    sentences: dict[str, Sentence] = {"a.b.other": "x", "a.c": {"other": "y"}, "d.one": "z", "d.two.few": "w"}
    tree = yaml.safe_load(yaml.safe_dump(nest(sentences)))
    assert dict(_flatten(tree, "")) == sentences
