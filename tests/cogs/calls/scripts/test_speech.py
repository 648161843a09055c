"""A script as speech: a quotation never has an empty line at its start or inside."""

import pytest

from bot.cogs.calls.scripts.script_text import write_speech

HINT, MAYBE = "*The office speaks English.*", "*If it's voicemail:*"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Hello.\n\nGoodbye.", ["> Hello.", ">", "> Goodbye."]),
        ("[The office speaks English.]\n\nHello.", [HINT, "> Hello."]),
        ("[The office speaks English.]\n\n\nHello.\n\nBye.", [HINT, "> Hello.", ">", "> Bye."]),
        ("\n\nHello.", ["> Hello."]),
        ("Hello.\n\n[If it's voicemail]\n\nPlease add me.", ["> Hello.", MAYBE, "> Please add me."]),
        ("Hello.\n[If it's voicemail] Please add me.\n\nBye.", ["> Hello.", MAYBE, "> Please add me.", ">", "> Bye."]),
        ("[If it's voicemail]\n\n[The office speaks English.]\n\nBye.", [MAYBE, HINT, "> Bye."]),
    ],
)
def test_no_quotation_begins_with_an_empty_line(text: str, lines: list[str]) -> None:
    assert str(write_speech(text)).replace("\\", "").splitlines() == lines
