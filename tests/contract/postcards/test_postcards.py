"""A postcard from the first word to the message that it was handed over, on each platform."""

import re
from io import BytesIO

import pypdfium2
import pytest

from bot.kit.cards.markup import Markup
from bot.kit.work_progress import WorkProgress
from tests.contract.boards.test_reports import read_file_rows
from tests.contract.conftest import SOCKET
from tests.contract.people import Chatter, Person, Seen, said
from tests.contract.roles import admin
from tests.contract.stage import Stage

CHINESE = "我住在贵选区。请保护在这里长大的年轻人，也不要削减亲属移民签证。谢谢您。"
HOSTILE = "<!channel> @everyone **bold** `c` ||x|| :tada: {{name}} &amp; # head"
WRITE, SEND, CHANGE, LEAVE, KEEP = (
    said(f"postcard.button.{name}") for name in ("write", "send", "change", "not_now", "keep")
)
WORDS, SIGN = "Your words, in any language", "How to sign it"
NAME, TO = "First name and place, like Ana, Oakland", "Who gets it, or empty for everybody"
AS_NAME, AS_CONSTITUENT = said("choice.signas.name"), said("choice.signas.constituent")
SENIOR = said("office.label.senator-1")
THEIRS = said("postcard.of_writer.label.senator-1")  # for everybody but the writer


async def write(person: Person, text: str, **answers: str) -> Seen:
    """Open the form by typing the command, and fill it in."""
    await person.say("/postcard")
    await person.tap(WRITE)
    seen = await person.fill({WORDS: text, SIGN: AS_NAME, NAME: "Ana, Oakland", **answers})
    if SEND in seen.buttons:
        assert (await person.received()).startswith(b"\x89PNG")
    return seen


def read_pdf(data: bytes) -> str:
    """The text of a PDF, without its line breaks."""
    with pypdfium2.PdfDocument(BytesIO(data)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split())


async def test_a_postcard_is_written_read_printed_handed_over_and_forgotten(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported = list[Markup]()
    monkeypatch.setattr(WorkProgress, "report", lambda self, sentence: reported.append(sentence))
    ana, cora = stage.person("Ana"), await admin(stage)
    start = await ana.say("/postcard")
    assert start.private
    assert start.has(said("postcard.honest", count=3))
    preview = await write(ana, CHINESE)
    assert preview.private
    assert preview.buttons == (SEND, CHANGE, LEAVE)
    assert (await ana.tap(SEND)).has(said("postcard.title.sent"))
    assert (await cora.say("/callboard")).has(said("home.waiting.postcards", count=3))
    assert not (await ana.say("/callboard")).has(said("home.waiting.postcards", count=3))
    assert (await ana.say("/leaderboard postcards")).has("Chapters: 3 postcards so far.")
    assert (await ana.tap("Organizations")).has("Organizations: 3 postcards so far.")
    assert (await ana.tap("Calls")).has("Organizations: 0 calls so far.")
    home = await ana.say("/callboard")
    assert home.has(said("home.postcards.done", count=3))
    assert home.fact(said("postcard.everybody")) == "3"
    assert (await ana.say("/actions")).has(said("actions.postcards", count=3))

    read = await cora.say("/postcards review")
    assert read.has(CHINESE)
    assert read.fact("Signed") == "Ana, Oakland"
    for _ in range(3):
        read = await cora.tap(said("postcard.button.approve"))
    assert read.has(said("postcard.review.empty"))
    sheets = await cora.say("/postcards print")
    await cora.tap(said("postcard.button.print_for", office=THEIRS), sheets)
    text = read_pdf(await cora.received())
    assert reported == [said("postcard.print.progress", drawn=1, total=1)]
    assert all(words in text for words in (CHINESE, "Ana,Oakland", "Myseniorsenator"))

    await cora.say("/postcards delivered")
    done = await cora.tap(said("postcard.button.handed", office=THEIRS))
    assert done.has(said("postcard.delivered.done", count=1, office=THEIRS))
    if isinstance(ana, Chatter):
        await ana.wait_for_message(f"was handed to {SENIOR}")
    assert (await ana.say("/postcard")).has(said("postcard.have_all"))
    report = await cora.say("/report postcards")
    assert report.fact(said("report.postcards.status.delivered")) == "1"
    assert report.fact(said("report.postcards.status.approved")) == "2"
    assert await read_file_rows(cora) == [["day", "postcards", "writers"], ["2026-11-23", "3", "1"]]
    assert (await cora.tap(said("report.postcards.chapters"))).has(said("board.postcards.folded", count=3))
    trail = await cora.say("/audit")
    for told in ("approved postcard ", "printed postcards: 1", "marked postcards as handed over: 1"):
        assert trail.has(told)
    assert not trail.has(said("audit.nameless.thing"))
    assert (await cora.say("/report day")).has("3 postcards by 1 person")
    await read_file_rows(cora)  # on Slack a file comes as a message of its own, which is no answer to what follows
    offices = await cora.say("/report offices")
    assert offices.row(said("report.unknown.senator-1"))[1:] == ["0", "0", "0", "1"]
    await ana.say("/mydata forget")
    await ana.tap(said("mydata.button.forget"))
    await stage.close()
    held = stage.database.read_bytes()
    await stage.open()
    assert not any(words.encode() in held for words in (CHINESE, "Ana, Oakland"))


async def test_nothing_is_kept_of_a_postcard_that_is_left(stage: Stage) -> None:
    ana, cora = stage.person("Ana"), await admin(stage)
    await write(ana, "Please keep families together.")
    assert (await ana.tap(LEAVE)).has(said("postcard.left"))
    assert (await cora.say("/postcards review")).has(said("postcard.review.empty"))
    assert (await cora.say("/postcards print nobody")).has(said("postcard.nothing_to_print"))
    assert (await cora.say("/postcards delivered nobody")).has(said("postcard.nothing_printed"))


async def test_a_changed_postcard_comes_filled_in(stage: Stage) -> None:
    ana, cora = stage.person("Ana"), await admin(stage)
    await write(ana, "Please keep familys together.", **{TO: SENIOR})
    await ana.tap(CHANGE)
    await ana.fill({WORDS: "Please keep families together."}, {WORDS: "Please keep familys together."})
    await ana.received()
    sent = await ana.tap(SEND)
    assert sent.has(said("postcard.sent", offices=SENIOR))
    read = await cora.say("/postcards review")
    assert read.has("Please keep families together.")
    assert read.fact("To") == THEIRS


async def test_words_about_status_are_asked_about_once(stage: Stage) -> None:
    ana = stage.person("Ana")
    asked = await write(ana, "I am undocumented, and I live here.")
    assert asked.has(said("postcard.status"))
    assert asked.buttons == (KEEP, CHANGE, LEAVE)
    if isinstance(ana, Chatter):  # a restart ends the console, and its buttons with it
        await stage.close()
        assert b"undocumented" not in stage.database.read_bytes()
        await stage.open()  # the buttons carry what opens the words, so another process finds them
    assert (await ana.tap(KEEP)).buttons == (SEND, CHANGE, LEAVE)


async def test_what_gives_somebody_away_is_refused_with_a_sentence(stage: Stage) -> None:
    texts = {
        "Call me at (415) 555-0123": "postcard.private.phone",
        "My number is A 123 456 789": "postcard.private.a_number",
        "See www.example.org": "postcard.private.link",
    }
    for number, (text, key) in enumerate(texts.items()):
        refused = await write(stage.person(f"Ana {number}"), text)
        assert said(key) in (refused.text, *refused.errors.values()), text


async def test_a_coordinator_sends_one_back_and_its_writer_hears_why(stage: Stage) -> None:
    ana, cora = stage.person("Ana"), await admin(stage)
    await write(ana, HOSTILE, **{SIGN: AS_CONSTITUENT, TO: SENIOR})
    await ana.tap(SEND)
    read = await cora.say("/postcards review")
    assert read.has(HOSTILE)
    assert read.fact("Signed") == said("postcard.constituent")
    await cora.tap(said("postcard.button.back", reason=said("choice.sendbackreason.unclear")))
    if isinstance(ana, Chatter):
        await ana.wait_for_message(said("postcard.reason.unclear"))
        await ana.wait_for_message("The organization read your postcard to ")
    assert WRITE in (await ana.say("/postcard")).buttons
    await ana.tap(WRITE)
    again = await ana.fill({}, {WORDS: HOSTILE, SIGN: AS_CONSTITUENT})
    assert again.has(f"It goes to: {SENIOR}"), again.text
    await ana.received()
    assert (await ana.tap(SEND)).has(said("postcard.title.sent"))
    assert (await cora.say("/postcards review")).has(HOSTILE)


async def test_the_writer_of_a_dropped_postcard_hears_it_and_why(stage: Stage) -> None:
    ana, cora = stage.person("Ana"), await admin(stage)
    await write(ana, HOSTILE, **{SIGN: AS_CONSTITUENT, TO: SENIOR})
    await ana.tap(SEND)
    await cora.say("/postcards review")
    assert (await cora.tap(said("postcard.button.drop"))).form == said("form.postcards.drop_form.title")
    assert (await cora.fill({"Why, for its writer (you can leave it empty)": "unkind"})).has("Dropped, its words were")
    if isinstance(ana, Chatter):
        await ana.wait_for_message(said("postcard.reason.unkind"))
    assert WRITE in (await ana.say("/postcard")).buttons


@pytest.mark.parametrize("platform_name", [SOCKET], indirect=True)
async def test_slack_forgets_the_picture_after_the_choice(stage: Stage) -> None:
    ana = stage.person("Ana")
    await write(ana, CHINESE)
    there = ana._user.dm  # type: ignore[attr-defined]
    await ana.tap(SEND)
    await there.until(lambda channel: not any(message.files for message in channel.messages))


async def test_a_voided_postcard_counts_no_longer_and_its_writer_hears_why(stage: Stage) -> None:
    ana, cora = stage.person("Ana"), await admin(stage)
    await write(ana, "Please vote for it.", **{TO: SENIOR})
    sent = await ana.tap(SEND)
    [reference] = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", sent.text)
    voided = await cora.say(f"/void {reference} spam")
    assert voided.has("This postcard no longer counts")
    assert voided.fact(said("postcard.everybody")) == "0"
    if isinstance(ana, Chatter):
        await ana.wait_for_message("took out your postcard")
    assert (await cora.say("/audit")).has(f"took out postcard {reference}")
    assert WRITE in (await ana.say("/postcard")).buttons


async def test_a_taken_back_postcard_is_not_read(stage: Stage) -> None:
    ana, cora = stage.person("Ana"), await admin(stage)
    await write(ana, "Please vote for it.", **{TO: SENIOR})
    await ana.tap(SEND)
    assert (await ana.tap(said("postcard.button.undo", office=SENIOR))).has(said("postcard.title.undone"))
    assert (await cora.say("/postcards review")).has(said("postcard.review.empty"))
