"""Translators' files: what is right is kept until its sender agrees, and nothing else is ever saved."""

import pytest

from bot.core.campaign_files.campaign_texts import list_texts
from bot.core.draft_parts.draft_parts import read_part
from bot.core.drafts.translating import FilledTexts, list_entries
from bot.roles import Reach, Role
from bot.translations.entries import Entry, State
from bot.translations.files import Format, write_entries
from tests.core.support.drafting import Desk
from tests.core.support.refusals import read_refusal
from tests.services import Core

ENGLISH = {"title": "Call today", "asks.will-you-vote.text": "Will you vote yes?", "script": "Hello, I am {{name}}."}
NOBODY = Reach(Role.COORDINATOR, frozenset())


async def begin(desk: Desk) -> str:
    draft = (await desk.start(ENGLISH["title"])).draft.id
    await desk.save(draft, "ask:", text=ENGLISH["asks.will-you-vote.text"])
    await desk.save(draft, "script:en:all", text=ENGLISH["script"])
    return draft


def write(form: Format = Format.PO, tag: str = "ko", **texts: str) -> bytes:
    """A file as a translator sends it back, by the first part of each key."""
    keys = {key.partition(".")[0]: key for key in ENGLISH}
    return write_entries(
        [
            Entry(keys.get(name, name), ENGLISH.get(keys.get(name, ""), "?"), text, State.DRAFT)
            for name, text in texts.items()
        ],
        tag,
        form,
    )


async def read(desk: Desk, draft: str, data: bytes, form: Format = Format.PO, tag: str = "ko") -> FilledTexts:
    translating = desk.core.built.drafts.translating
    return await translating.read(desk.who, desk.reach, draft, tag, data, form, desk.core.clock())


async def settle(desk: Desk, found: FilledTexts, *, mine: bool = True) -> object:
    return await desk.drafts.settle(desk.who, desk.reach, found.id, mine=mine, at=desk.core.clock())


@pytest.mark.parametrize("form", [Format.PO, Format.CSV])
async def test_right_texts_are_saved_once_their_sender_agrees(core: Core, form: Format) -> None:
    desk = Desk(core)
    draft = await begin(desk)
    found = await read(
        desk, draft, write(form, title="=투표+1", asks="찬성하시나요?\n둘째 줄", script="안녕", other="x"), form
    )
    assert [(one.key, one.after) for one in found.changes] == [("title", "=투표+1")]
    assert {one.key: one.fault.kind if one.fault else one.sentence for one in found.refused} == {
        "script": "lost",
        "other": "unknown",
        "asks.will-you-vote.text": '"text" must be a single line',
    }
    assert read_part((await desk.load(draft)).draft.entries, "texts:ko") == {}  # until its sender agrees
    assert (await read_refusal(settle(Desk(core, reach=NOBODY), found)))[0] == "draft.unknown"
    await settle(desk, found)
    assert read_part((await desk.load(draft)).draft.entries, "texts:ko") == {"title": "=투표+1"}
    assert (await read_refusal(settle(desk, found)))[0] == "draft.no_conflict"
    again = await read(desk, draft, write(form, title="=투표+1"), form)
    assert (again.id, again.changes, again.refused) == ("", (), ())


async def test_texts_that_their_sender_throws_away_are_gone(core: Core) -> None:
    desk = Desk(core)
    draft = await begin(desk)
    found = await read(desk, draft, write(title="투표"))
    await settle(desk, found, mine=False)
    assert read_part((await desk.load(draft)).draft.entries, "texts:ko") == {}


async def test_a_file_made_from_other_english_is_refused(core: Core) -> None:
    desk = Desk(core)
    draft = await begin(desk)
    waiting = await read(desk, draft, write(title="투표", script="안녕, {{name}}"))
    await desk.save(draft, "script:en:all", text="Good day, I am {{name}}.")
    assert (await read_refusal(settle(desk, waiting)))[0] == "draft.texts_stale"
    late = await read(desk, draft, write(title="투표", script="안녕, {{name}}"))
    assert [one.key for one in late.changes] == ["title"]
    assert [(one.key, one.fault and one.fault.kind) for one in late.refused] == [("script", "stale")]
    silent = b"key,translation\nscript,\xec\x95\x88\xeb\x85\x95 {{name}}\n"  # says nothing of what it was made from
    assert [one.key for one in (await read(desk, draft, silent, Format.CSV)).changes] == ["script"]


async def test_what_holds_no_translation_is_refused(core: Core) -> None:
    desk = Desk(core)
    draft = await begin(desk)
    refusals = [
        (read(desk, draft, write(title="x"), tag="en"), "draft.texts_english"),
        (read(desk, draft, b"hello"), "translation.file.po"),
        (read(desk, draft, b"a,b\n", Format.CSV), "translation.file.columns"),
        (read(Desk(core, reach=NOBODY), draft, write(title="x")), "draft.unknown"),
    ]
    for refused, key in refusals:
        assert (await read_refusal(refused))[0] == key


async def test_a_file_for_a_translator_has_every_english_text(core: Core) -> None:
    desk = Desk(core)
    draft = await begin(desk)
    await settle(desk, await read(desk, draft, write(title="투표", script="안녕, {{name}}")))
    await desk.save(draft, "script:en:all", text="Good day, I am {{name}}.")
    entries = (await desk.load(draft)).draft.entries
    rows = {one.key: one.state for one in list_entries(entries, "ko")}
    assert rows == {
        "title": State.DRAFT,
        "asks.will-you-vote.text": State.MISSING,
        "script": State.OUTDATED,
    }
    assert list(rows) == list(list_texts(entries))
