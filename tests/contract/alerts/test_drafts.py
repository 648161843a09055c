"""A refused alert's words are saved: Edit opens the form with all of them, now and later from the list."""

import pytest

from bot.kit.i18n import list_catalogs, load_words
from tests.contract.alerts.test_alerts import WHEN, WORDS
from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.people import Person, Seen, said
from tests.contract.roles import admin
from tests.contract.stage import Stage, campaign

CAMPAIGN, AUDIENCE = "The campaign", "Organizations, states or coalition"
EDIT, SEND = said("alert.button.edit"), said("alert.button.confirm")
LONG = "Call today. " * 130  # longer than an alert may be

# Words, when and audience as typed; each is refused for a different reason.
REFUSED = {
    "mass mention": ("Call @everyone today", "", "Harbor"),
    "somebody mentioned": ("Ask <@U123456789> to call", "", "Harbor"),
    "unknown link": ("See https://evil.example/now", "", "Harbor"),
    "too long": (LONG, "", "Harbor"),
    "time that is no time": ("Call today", "soonish", "Harbor"),
    "time that has passed": ("Call today", "2026-11-22 9:00", "Harbor"),
    "no such organization": ("Call today", "", "Nowhere"),
    "invisible sign": ("Call\u2062 today", "", "Harbor"),
}


async def founder(stage: Stage) -> Person:
    """An admin of a coalition with one org."""
    root = await admin(stage)
    await root.say("/org add name:Harbor")
    return root


def command(words: str, when: str, audience: str) -> str:
    return " ".join(
        filter(None, ("/alert send", f"words:{words}", f"when:{when}" if when else "", f"audience:{audience}"))
    )


def make_fields(words: str, when: str, audience: str) -> dict[str, str]:
    return {label: text.strip() for label, text in ((WORDS, words), (WHEN, when), (AUDIENCE, audience)) if text}


async def test_a_sentence_that_is_english_in_another_language_keeps_no_false_end(stage: Stage) -> None:
    """The card of a draft that is kept doesn't say that nothing was saved, in whatever language its parts are."""
    root = await founder(stage)
    ends = {load_words(language).t("error.nothing_saved") for language in list_catalogs()}
    for language in list_catalogs():
        await root.say(f"/profile language:{language}")
        refused = await root.say(command("Call", "now", "Harber"))
        assert refused.has("Harbor"), language
        assert not any(refused.has(end) for end in ends), language


@pytest.mark.parametrize("reason", REFUSED)
@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_a_refused_command_keeps_every_word_and_opens_the_form_with_them(stage: Stage, reason: str) -> None:
    root = await founder(stage)
    refused = await root.say(command(*REFUSED[reason]))
    assert refused.private
    assert refused.has("Your words are kept as a draft")
    assert not refused.has(said("error.nothing_saved"))
    assert (await root.tap(EDIT)).form == "Write an alert"
    preview = await root.fill({WORDS: "Call today", WHEN: "now", AUDIENCE: "Harbor"}, make_fields(*REFUSED[reason]))
    assert preview.has("Call today")
    listed = await root.say("/alert list")
    assert not listed.has("Draft that needs a change")  # it became an alert, which is the only draft
    assert sum("Throw away" in button for button in listed.buttons) == 1


async def test_at_the_console_the_form_shows_the_words_again(stage: Stage) -> None:
    root = await founder(stage)
    await root.say("/alert send words:Call @everyone audience:Harbor")
    await root.tap(EDIT)
    assert (await root.fill({WORDS: "Call today"}, {WORDS: "Call @everyone", AUDIENCE: "Harbor"})).has("Call today")


async def test_a_misspelled_audience_is_offered_with_a_button(stage: Stage) -> None:
    root = await founder(stage)
    for typed, offered, meant in (
        ("Habor", "Harbor", "Harbor"),
        ("Harbor, Californa", "California", "California"),
        ("Neva York", "New York", "New York"),
    ):
        near = await root.say(f"/alert send words:Call today audience:{typed}")
        assert offered in near.buttons, typed
        preview = await root.tap(offered, on=near)
        assert preview.has("Call today")
        assert meant in (preview.fact("For") or ""), typed


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_an_alert_for_a_paused_campaign_is_found_again_and_sent_once_it_is_open(stage: Stage) -> None:
    root = await founder(stage)
    await root.say("/campaign pause campaign:clean-dream-act")
    await root.say("/alert send")
    refused = await root.fill({WORDS: "Call *today* & tell a friend", AUDIENCE: "Harbor"})
    assert refused.has("is paused right now, so it takes no calls. Choose another campaign")
    await stage.restart()
    listed = await root.say("/alert list")
    assert listed.has("Draft that needs a change")
    assert listed.has("Call *today* & tell a friend")
    [edit] = [button for button in listed.buttons if button.startswith("Edit")]
    assert edit.endswith(" · Call *today* & tell a…")
    await root.say("/campaign open campaign:clean-dream-act")
    assert (await root.tap(edit, on=listed)).form == "Write an alert"
    preview = await root.fill({}, {WORDS: "Call *today* & tell a friend", AUDIENCE: "Harbor"})
    assert preview.has("Nothing has been sent yet") or preview.has("Nobody would get it")
    assert not (await root.say("/alert list")).has("needs a change")


async def test_a_draft_is_thrown_away_from_the_list(stage: Stage) -> None:
    root = await founder(stage)
    await root.say("/alert send words:Call @here audience:Harbor")
    await root.say("/alert send words:Call today audience:Harbor")
    for left in (2, 1):
        drops = [button for button in (await root.say("/alert list")).buttons if button.startswith("Throw away")]
        assert [button.partition(" · ")[2] for button in drops] == ["Call today", "Call @here"][-left:]
        assert (await root.tap(drops[0])).has(said("alert.discarded"))
    assert (await root.say("/alert list")).has(said("alert.none").partition(".")[0])


async def test_an_edited_drafts_old_card_sends_nothing(stage: Stage) -> None:
    root = await founder(stage)
    await root.say("/channel subscribe")
    old = await root.say("/alert send words:Call todya audience:Harbor")
    assert (await root.tap(EDIT)).form == "Write an alert"
    new = await root.fill({WORDS: "Call today"}, {WORDS: "Call todya"})
    assert new.has("Call today")
    assert (await root.tap(EDIT, on=old)).form == "Write an alert"
    listed = await root.say("/alert list")
    assert listed.has("Call today")
    assert not listed.has("todya")


async def test_several_campaigns_are_asked_about_with_buttons(stage: Stage) -> None:
    await stage.restart(campaign("one"), campaign("two"), campaign("three"))
    root = await founder(stage)
    asked = await root.say("/alert send words:Call today audience:Harbor")
    assert {"Drive one", "Drive two", "Drive three", EDIT} <= set(asked.buttons)
    preview = await root.tap("Drive two", on=asked)
    assert preview.has("Drive two")
    assert preview.has("Call today")
    listed = await root.say("/alert list")
    assert listed.has("For Drive two")
    assert not listed.has("needs a change")


async def test_the_list_has_pages_to_the_last_alert(stage: Stage) -> None:
    root = await founder(stage)
    for number in range(28):
        await root.say(f"/alert send words:Call number {number:02} when:2026-12-{number + 1:02} 9:00 audience:Harbor")
    seen = list[Seen]()
    page = await root.say("/alert list")
    while True:
        seen.append(page)
        if said("page.after") not in page.buttons:
            break
        page = await root.tap(said("page.after"), on=page)
    shown = {number for number in range(28) for one in seen if one.has(f"Call number {number:02}")}
    assert len(shown) == 20  # a person's newest drafts; older ones were deleted
    assert shown == set(range(8, 28))
    assert seen[-1].has(said("page.of", number=len(seen), count=len(seen)))


@pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)
async def test_a_drafts_reference_is_known_where_only_sent_alerts_fit(stage: Stage) -> None:
    root = await founder(stage)
    await root.say("/alert send words:See https://evil.example/now")  # refused
    await root.say("/alert send words:Call today when:now audience:Harbor")  # a preview
    drafts = [
        button.partition(" · ")[0].split()[-1]
        for button in (await root.say("/alert list")).buttons
        if "Throw away" in button
    ]
    assert len(drafts) == 2
    for draft in drafts:
        for line in (f"/alert cancel {draft}", f"/alert resend {draft}", f"/alert cancel {draft[:4].lower()}"):
            assert (await root.say(line)).has(f"{draft} is a draft, so it hasn't been sent.")
    assert (await stage.person("Ana").say(f"/alert cancel {drafts[0]}")).has("for coordinators")
    assert (await root.say("/alert cancel ZZZZ-ZZZZ")).has("There's no such alert.")
