"""A script's paragraphs beside those of its translation."""

import pytest

from bot.cogs.calls.scripts.script_text import write_both, write_english
from bot.cogs.calls.scripts.script_views import View, join_lines, write_script
from bot.core.calls.passages import Passage, pair_passages, redirect, split_paragraphs
from bot.core.calls.speech import Speech
from bot.core.campaign_files.campaign_file import Script
from bot.core.campaign_files.campaign_folder import load_campaigns
from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_words
from tests.contract.stage import ROOT

EN = load_words("en")
PERSON, MACHINE = "[If a person answers] How do you stand?", "[If it's voicemail] Please count me."


def both(english: str, own: str) -> list[tuple[str, str]]:
    return [(pair.english.text, pair.own.text) for pair in pair_passages(english, own)]


@pytest.mark.parametrize(
    ("english", "own", "pairs"),
    [
        ("Hello.\n\nBye.", "안녕하세요.\n\n안녕히 계세요.", [("Hello.", "안녕하세요."), ("Bye.", "안녕히 계세요.")]),
        ("Hello.\nAgain.\n\nBye.", "您好。\n\n\n再见。", [("Hello.\nAgain.", "您好。"), ("Bye.", "再见。")]),
        ("Hello.", "مرحبا، أنا (اسمك).", [("Hello.", "مرحبا، أنا (اسمك).")]),
        ("\n\nHello.\n \nBye.\n", "Hola.\n\nAdiós.", [("Hello.", "Hola."), ("Bye.", "Adiós.")]),
        (f"{PERSON}\n{MACHINE}", "[사람] 입장은요?\n【기계】 세어 주세요.", [
            ("How do you stand?", "입장은요?"), ("Please count me.", "세어 주세요."),
        ]),
        ("Hello.", "[말해도 됩니다.]\n\n안녕하세요.", [("", ""), ("Hello.", "안녕하세요.")]),
        ("[Wait]\n\nHello.\n\n[Wait]", "[대기]\n\n안녕.\n\n[대기]", [("", ""), ("Hello.", "안녕."), ("", "")]),
        (f"Hello.\n{MACHINE}", "Hola. Cuenten mi llamada.", [(f"Hello.\n{MACHINE}", "Hola. Cuenten mi llamada.")]),
        ("[A]\n[B] Hello.", "[가]\n[나] 안녕.", [("Hello.", "안녕.")]),
        ("Hello [there](x).", "[Hola](x).", [("Hello [there](x).", "[Hola](x).")]),
        ("Hello.\n\nBye.", "Hola. Adiós.", []),
        ("Hello.", "Hola.\n\nAdiós.", []),
        (f"Hello.\n\n{PERSON}\n\n{MACHINE}", "Hola.\n\n[A] ¿Qué?", []),
        ("", "", []),
    ],
)  # fmt: skip
def test_paragraphs_are_paired_in_order_or_not_at_all(english: str, own: str, pairs: list[tuple[str, str]]) -> None:
    assert both(english, own) == pairs


def test_directions_are_read_in_the_callers_language_and_english_is_what_is_said() -> None:
    pairs = pair_passages(f"Hello.\n\n{PERSON}", "[Nota.]\n\nHola.\n\n[Si contesta alguien] ¿Cuál es su postura?")
    assert strip_markup(write_both(EN, pairs)).splitlines() == [
        "Nota.", "", "Say:", "Hello.", "To understand: Hola.", "",
        "Si contesta alguien:", "Say:", "How do you stand?", "To understand: ¿Cuál es su postura?",
    ]  # fmt: skip
    english = strip_markup(write_english(pairs))
    assert english.splitlines() == ["Nota.", "", "Hello.", "", "Si contesta alguien:", "How do you stand?"]


@pytest.mark.parametrize("general", [False, True])
def test_texts_that_do_not_match_are_shown_whole_and_it_is_said_why(general: bool) -> None:
    speech = Speech("Hello.\n\nBye.", "> *Hola*.\n[Al final] - Adiós.", is_general=general)
    shown = strip_markup(write_script(EN, speech, View.BOTH, "es"))
    why = "general" if general else "unpaired"
    assert shown.splitlines() == [
        EN.t(f"script.{why}"), "", "Say:", "Hello.", "", "Bye.", "",
        "To understand:", "> *Hola*.", "Al final:", "- Adiós.",
    ]  # fmt: skip


def test_lines_are_joined_without_reading_directions_aloud() -> None:
    text = "[If a person answers]\nHello,\n  I'm Ana.\n[If it's voicemail] I\ncall.\n \nThank\nyou."
    joined = join_lines(Speech(text, "Uno\ndos"))
    assert joined.english == "[If a person answers] Hello, I'm Ana.\n[If it's voicemail] I call.\n\nThank you."
    assert joined.own == "Uno dos"
    assert [one.passages for one in split_paragraphs(joined.english)] == [
        (
            Passage(("If a person answers",), "Hello, I'm Ana."),
            Passage(("If it's voicemail",), "I call."),
        ),
        (Passage(text="Thank you."),),
    ]


def list_texts(script: Script) -> list[str]:
    return [script.text, *(one.text for one in script.when)]


def test_each_script_that_ships_is_paired_with_its_english() -> None:
    [file] = load_campaigns(ROOT / "campaigns", "America/New_York")
    english = file.scripts["en"]
    for script in file.scripts.values():
        for said, own in zip(list_texts(english), list_texts(script), strict=True):
            pairs = pair_passages(said, own)
            assert len(pairs) == 6 + (script is not english), script.language
            assert all(bool(pair.english.text) == bool(pair.own.text) for pair in pairs)


def test_directions_are_taken_from_the_script_in_another_language() -> None:
    english = "Hello.\n\n[If a person answers] May I ask?\n[If it is voicemail] Please note it.\n\nThank you."
    spanish = "[En inglés.]\n\nHola.\n\n[Si contestan] ¿Puedo preguntar?\n[Si es un buzón] Anótelo.\n\nGracias."
    redirected = redirect(spanish, english)
    assert redirected == "Hola.\n\n[If a person answers] ¿Puedo preguntar?\n[If it is voicemail] Anótelo.\n\nGracias."
    assert redirect(english, spanish).startswith("[En inglés.]\n\nHello.\n\n[Si contestan] May I ask?")
    assert redirect(redirected, spanish) == spanish
    for other in ("Hello.", "One.\n\nTwo.\n\nThree.\n\nFour."):  # other paragraphs: nobody knows what belongs where
        assert redirect(spanish, other) == spanish
    uneven = redirect("A.\n\n[Si contestan] B.", "A.\n\nB.")
    assert uneven == "A.\n\n[Si contestan] B."
