"""Coordinators correct entries, with the same words on every platform; for others the commands don't exist."""

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.people import Person, Seen, said
from tests.contract.roles import admin
from tests.contract.stage import Stage


async def read_names(who: Person) -> Seen:
    """The volunteers' names, which only a private answer shows."""
    posted = await who.say("/leaderboard volunteers")
    assert not posted.private
    assert not any(posted.has(name) for name in ("Calling Ana", "Bold Ben"))
    shown = await who.tap(said("board.see_names"), on=posted)
    assert shown.private
    return shown


def is_named(person: Person, seen: Seen) -> bool:
    """Whether an answer mentions a person."""
    names = (f"@{person.mention.lower()}", getattr(person, "account", person.mention))
    return any(name in seen.text for name in names)


def reference(text: str) -> str:
    """The reference at the end of a receipt."""
    return text.partition("Reference ")[2].split()[0]


async def test_a_call_is_voided_by_the_reference_on_its_receipt(stage: Stage) -> None:
    cora, ben = await admin(stage), stage.person("Ben")
    receipt = await ben.say("/log voicemail")
    voided = await cora.say(f"/void {reference(receipt.text).lower()} duplicate")
    assert voided.private
    assert voided.has("Left a voicemail, your representative, Nov 23, 2026")
    assert voided.fact("Everyone's calls") == "0 of 1,000"
    assert [outcome for _, outcome, *_ in stage.calls()] == ["unavailable"]
    trail = await cora.say("/audit")
    assert trail.has(f"took out call {reference(receipt.text)} (Counted twice)")


async def test_a_suspended_person_learns_it_before_they_call(stage: Stage) -> None:
    cora, ben = await admin(stage), stage.person("Ben")
    await ben.say("/log spoke")
    await cora.say(f"/suspend {ben.mention} spam")
    for forgets in (False, True):  # a suspension outlives what is known about somebody
        if forgets:
            await ben.say("/mydata forget")
            await ben.tap("Delete everything")
        for line in ("/script", "/callboard", "/mycalls"):
            assert (await ben.say(line)).has(said("script.suspended")), line
            assert not (await ben.say(line)).has("Ready for the first one?"), line
        await ben.say("/log")
        await ben.read_form(said("form_paused.log"))
        assert (await ben.fill({"What happened": "Spoke to someone"})).text == said("limits.suspended")
    await cora.say(f"/unsuspend {ben.mention}")
    assert not (await ben.say("/script")).has(said("script.suspended"))


async def test_a_person_is_suspended_and_reinstated(stage: Stage) -> None:
    cora, ben = await admin(stage), stage.person("Ben")
    await ben.say("/log spoke")
    done = await cora.say(f"/suspend {ben.mention} spam")
    assert (done.text.startswith("Suspended: "), done.private) == (True, True)
    assert is_named(ben, done)
    assert (await ben.say("/log voicemail")).text == said("limits.suspended")
    assert len(stage.calls()) == 2
    for line, says in (
        (f"/suspend {ben.mention} test", "Already suspended"),
        (f"/unsuspend {ben.mention}", "can log calls again"),
        (f"/unsuspend {ben.mention}", "Not suspended"),
    ):
        seen = await cora.say(line)
        assert seen.has(says)
        assert is_named(ben, seen)
    assert (await ben.say("/log voicemail")).fact("Your calls") == "2"
    assert (await cora.say(f"/suspend {cora.mention} spam")).text == said("suspend.own")


async def test_one_tap_cleans_up_after_a_preview(stage: Stage) -> None:
    cora, ben = await admin(stage), stage.person("Ben")
    receipts = [await ben.say(f"/log spoke {office}") for office in ("representative", "senator-1")]
    plan = await cora.say(f"/suspend {ben.mention} spam today")
    assert plan.private
    assert all(plan.has(reference(receipt.text)) for receipt in receipts)
    assert not plan.has("senator")
    assert len(stage.calls()) == 3
    done = await cora.tap(said("suspend.confirm"))
    assert done.has("2 of their calls were taken out of every total")
    assert is_named(ben, plan)
    assert is_named(ben, done)
    assert [outcome for _, outcome, *_ in stage.calls()] == ["unavailable"]
    assert (await ben.say("/log voicemail")).text == said("limits.suspended")
    trail = await cora.say("/audit")
    assert trail.has("looked at what taking out today's calls")
    assert trail.has("would change (2 calls)")
    assert trail.has("and took out today's calls (Spam)")


async def test_a_volunteer_learns_that_corrections_are_for_coordinators(stage: Stage) -> None:
    await admin(stage)
    ben = stage.person("Ben")
    for line in ("/void 4F7K-92MD spam", "/suspend {} spam", "/unsuspend {}"):
        seen = await ben.say(line.format(ben.mention))
        assert seen.text.startswith(said("error.for.coordinator", name=line[1:].split()[0])), line
        assert seen.private


async def test_a_flood_is_slowed_and_a_repeat_is_not_scolded(stage: Stage) -> None:
    await with_shipped_limits(stage)
    ana = stage.person("Ana")
    assert (await ana.say("/log spoke representative")).fact("Your calls") == "1"
    assert (await ana.say("/log spoke representative")).text.startswith("Already logged today")
    assert (await ana.say("/log voicemail senator-1")).text == said("limits.too_soon_typed")
    stage.forward(seconds=2)
    assert (await ana.say("/log voicemail senator-1")).fact("Your calls") == "2"
    assert (await ana.say("/log voicemail")).text.startswith("Already logged today")
    assert len(stage.calls()) == 2


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_a_double_tap_says_that_the_call_is_logged(stage: Stage) -> None:
    await with_shipped_limits(stage)
    ana = stage.chatter("Ana")
    await ana.say("/script")
    taps = await ana.tap_twice("Spoke to someone")
    assert {tap.fact("Your calls") for tap in taps} == {"1"}
    assert len(stage.calls()) == 1


async def with_shipped_limits(stage: Stage) -> None:
    """Use the limits that ship."""
    stage.settings = "coalition: {name: Valley}\n"
    await stage.restart()


async def test_a_public_name_is_hidden_at_once(stage: Stage) -> None:
    root, ana = await admin(stage), stage.person("Ana")
    for name in ("F*** immigrants", "Ana Lee (coordinator)", "@everyone go home", "https://evil.example"):
        assert (await ana.say(f"/profile public_name:{name}")).text == said("name.public")
    await ana.say("/profile public_name:Calling Ana")
    await ana.say("/log spoke")
    assert (await read_names(ana)).has("Calling Ana")
    assert (await root.say("/name hide name:Calling Ana reason:offensive")).text == said("name.hidden")
    assert not (await read_names(ana)).has("Calling Ana")
    assert (await root.say("/name allow name:Calling Ana")).text == said("name.allowed")
    assert (await read_names(ana)).has("Calling Ana")


async def test_new_public_names_wait_if_their_org_reviews_them(stage: Stage) -> None:
    root, ana, ben = await admin(stage), stage.person("Ana"), stage.person("Ben")
    await root.say("/org add name:Harbor")
    await stage.link("Harbor")
    assert (await root.say("/org names review Harbor")).has("wait until a captain or coordinator allows them")
    for who, name in ((ana, "Calling Ana"), (ben, "Bold Ben")):
        told = await who.say(f"/profile public_name:{name}")
        assert told.private
        assert told.has(said("profile.name_waiting"))
        await who.say("/log spoke")
    assert not (await read_names(ana)).has("Ana")
    listed = await root.say("/name list")
    assert listed.private
    assert listed.has("Calling Ana")
    left = await root.tap("Allow Calling Ana", on=listed)
    assert left.has("Bold Ben")
    assert (await root.tap("Hide Bold Ben", on=left)).has(said("name.none"))
    board = await read_names(ana)
    assert board.has("Calling Ana")
    assert not board.has("Bold Ben")
    assert (await root.say(f"/name hide offensive {ana.mention}")).text == said("name.hidden")
    assert not (await read_names(ana)).has("Calling Ana")
    assert (await root.say(f"/name allow {ben.mention}")).text == said("name.allowed")
    assert (await read_names(ana)).has("Bold Ben")


async def test_a_name_is_hidden_from_the_board_itself(stage: Stage) -> None:
    root, ana = await admin(stage), stage.person("Ana")
    await ana.say("/profile public_name:Calling Ana")
    await ana.say("/log spoke")
    assert said("board.hide") not in (await read_names(ana)).buttons  # a volunteer can't hide names
    board = await read_names(root)
    listed = await root.tap(said("board.hide"), on=board)
    assert listed.private
    assert (await root.tap("Hide Calling Ana", on=listed)).has(said("name.none_shown"))
    assert not (await read_names(root)).has("Calling Ana")
    assert (await root.say("/audit")).has("hid")
