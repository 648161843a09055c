"""A campaign's texts go to a translator and come back, are reviewed by a named person, and go out of date."""

from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_words
from bot.translations.entries import Entry, State
from bot.translations.files import Format, read_entries, write_entries
from tests.contract.campaigns.test_campaigns import SAMPLE
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage

NEW = (
    b"campaign: vote-now\ntitle: Vote now\nasks: [{key: dream, text: Will you vote yes?}]\n"
    b"scripts: {en: {text: 'Hello, I am {{name}}.'}, ko: {text: '\xec\x95\x88\xeb\x85\x95 {{name}}'}}\n"
)
COMMAND = "/campaign translate campaign:vote-now language:ko"


def in_korean(key: str) -> str:
    """A sentence as a Korean caller reads it."""
    return strip_markup(load_words("ko").m(key))


def fill(data: bytes, form: Format, texts: dict[str, str]) -> bytes:
    """The file that came, as a translator sends it back."""
    rows = {one.key: one for one in read_entries(data, "ko", form)}
    sources = {"title": "Vote now", "asks.dream.text": "Will you vote yes?", "script": "Hello, I am {{name}}."}
    assert [*rows] == ["script"]  # the one that is there already
    return write_entries(
        [Entry(key, sources.get(key, key), text, State.DRAFT) for key, text in texts.items()], "ko", form
    )


async def test_texts_go_to_a_translator_and_come_back(stage: Stage) -> None:
    cora, ben = await admin(stage), stage.person("Ben", locale="ko")
    await cora.hand_in("/campaign import", "vote.yaml", NEW)
    await cora.tap("Save it")
    assert (await ben.say("/script campaign:vote-now")).has(in_korean("script.draft"))
    assert (await cora.say("/campaign translate campaign:vote-now")).has("한국어: 2 texts are missing and nobody who")
    await cora.say(COMMAND)
    await cora.tap("PO file for a translator")
    sent = await cora.received()
    back = fill(sent, Format.PO, {"title": "투표", "asks.dream.text": "찬성", "script": "안녕", "nowhere": "x"})
    seen = await cora.hand_in(COMMAND, "vote.po", back)
    assert seen.private
    blanks = said("translation.fault.lost", blanks="{{name}}")
    for part in ("2 texts would be saved", "(한국어): new: “투표”", "찬성", blanks, "nowhere"):
        assert seen.has(part), part
    assert (await cora.tap("Save these")).has("Saved.")
    await cora.tap("Mark it as reviewed")
    seen = await cora.fill({"Who speaks it and has read it all": "Kim Min-ji"})
    assert seen.has("한국어: reviewed by Kim Min-ji on ")
    await cora.tap("Publish")
    script = await ben.say("/script campaign:vote-now")
    assert script.has("찬성")
    assert not script.has(in_korean("script.draft"))
    await cora.say("/campaign edit vote-now")
    await cora.tap("Questions")
    await cora.tap("Question 1")
    field = "Question to the office (empty takes it away)"
    await cora.fill({field: "Will you vote no?"}, standing={field: "Will you vote yes?"})
    await cora.tap("Publish")
    assert (await ben.say("/script campaign:vote-now")).has(in_korean("script.outdated"))
    seen = await cora.say("/campaign show vote-now")
    assert seen.fact("Out of date") == "한국어"


async def test_a_wrong_file_is_told_and_a_files_campaign_sends_its_texts(stage: Stage) -> None:
    cora = await admin(stage)
    await cora.hand_in("/campaign import", "vote.yaml", NEW)
    await cora.tap("Save it")
    for name, data, key in (
        ("vote.yaml", b"a: b", "draft.texts_format"),
        ("vote.csv", b"a,b\n1,2\n", "translation.file.columns"),
    ):
        refused = await cora.hand_in(COMMAND, name, data)
        expected = said(key, file=name, what="key, translation")
        assert expected in (refused.text, *refused.errors.values()), name
    same = await cora.hand_in(COMMAND, "vote.csv", "key,translation\nscript,안녕 {{name}}\n".encode())
    assert same.has("Nothing in this file would change anything.")
    seen = await cora.say(f"/campaign translate campaign:{SAMPLE} language:ko")
    assert seen.has("is written in its file")
    await cora.tap("한국어, CSV")
    assert (await cora.received()).startswith(b"\xef\xbb\xbfkey,form,state,source,translation,note")
