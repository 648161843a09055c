"""A channel is understood however a platform or a person writes it, from other channels too."""

from typing import cast

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.drivers.discord import DiscordPlatform
from tests.contract.drivers.slack import SlackPlatform
from tests.contract.people import said
from tests.contract.roles import coordinator
from tests.contract.stage import Stage
from tests.platforms.discord import Answer
from tests.platforms.slack import Channel, User
from tests.platforms.slack.views import View

ON_SLACK = pytest.mark.parametrize("platform_name", [SOCKET, HTTP], indirect=True)
ON_DISCORD = pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)

FORMS = ["<#{id}|ops>", "<#{id}>", "&lt;#{id}&gt;", "#ops", "{id}", "#OPS", "channel:ops", "channel:{id}"]


async def _on_slack(stage: Stage) -> tuple[User, Channel, Channel]:
    """A coordinator, the channel they type in, and another one."""
    await coordinator(stage)
    [platform] = stage.platforms
    assert isinstance(platform, SlackPlatform)
    mia = platform.member("Mia")
    return mia, mia.team.add_channel("desk"), mia.team.add_channel("ops")


@ON_SLACK
@pytest.mark.parametrize("form", FORMS)
async def test_slack_any_form_subscribes_from_another_channel_and_ends_it(stage: Stage, form: str) -> None:
    mia, desk, ops = await _on_slack(stage)
    typed = form.format(id=ops.id)
    answer = await mia.slash("channel", f"subscribe {typed} 22:00-8:00", channel=desk)
    if "channel:" in form:  # a value runs to the next key
        answer = await mia.slash("channel", f"subscribe 22:00-8:00 {typed}", channel=desk)
    assert "#ops gets the alerts of Harbor" in answer.text
    assert "10:00 PM" in answer.text
    listed = (await mia.slash("channel", "list", channel=desk)).text
    assert "#ops" in listed
    assert "#desk" not in listed
    assert "#ops gets no more alerts" in (await mia.slash("channel", f"unsubscribe {typed}", channel=desk)).text
    again = await mia.slash("channel", f"unsubscribe {typed}", channel=desk)
    assert "gets no alerts" in again.text or "no channel called" in again.text


@ON_SLACK
async def test_slack_an_unknown_channel_is_not_subscribed(stage: Stage) -> None:
    mia, desk, _ = await _on_slack(stage)
    secret = mia.team.add_channel("secret", private=True)
    secret.outsiders.append(mia)
    for typed in (f"<#{secret.id}>", secret.id, "#secret", "#nowhere", "C0123456789", "<#C0123456789>", "nowhere"):
        answer = await mia.slash("channel", f"subscribe {typed}", channel=desk)
        assert "I can't see a channel" in answer.text
        assert "secret" not in answer.text.replace("#secret", "")
    assert said("channel.none").partition(".")[0] in (await mia.slash("channel", "list", channel=desk)).text


@ON_SLACK
async def test_slack_a_private_channel_elsewhere_asks_to_invite_the_app(stage: Stage) -> None:
    mia, desk, _ = await _on_slack(stage)
    inner = mia.team.add_channel("inner", bot=False, private=True)
    answer = await mia.slash("channel", f"subscribe <#{inner.id}|inner>", channel=desk)
    assert "#inner gets the alerts" in answer.text
    assert "/invite @Callboard" in answer.text


@ON_SLACK
async def test_slack_the_only_chapter_is_mapped_to_a_channel_that_is_mentioned(stage: Stage) -> None:
    mia, desk, ops = await _on_slack(stage)
    await mia.slash("chapter", "add Harbor North", channel=desk)
    answer = await mia.slash("chapter", f"map <#{ops.id}|ops>", channel=desk)
    assert answer.text == said("chapter.mapped_channel", name="North", channel="#ops")


@ON_DISCORD
async def test_discord_any_form_subscribes_from_another_channel_and_ends_it(stage: Stage) -> None:
    mia = await coordinator(stage)
    [platform] = stage.platforms
    assert isinstance(platform, DiscordPlatform)
    ops = platform.add_channel("ops")
    for typed in (f"<#{ops.id}>", ops.id, "#ops", "ops"):
        assert (await mia.say(f"/channel subscribe channel:{typed}")).has("#ops")
        assert (await mia.say("/channel list")).has("#ops")
        assert (await mia.say(f"/channel unsubscribe channel:{typed}")).has("gets no more alerts")
    for typed in ("<#999>", "1" * 18, f"<#{'1' * 18}>", "#nowhere", platform.foreign_channel):
        assert (await mia.say(f"/channel subscribe channel:{typed}")).has("I can't see a channel")
    assert (await mia.say("/channel list")).has(said("channel.none").partition(".")[0])


@ON_DISCORD
async def test_discord_the_only_chapter_is_mapped_to_another_channel(stage: Stage) -> None:
    mia = await coordinator(stage)
    [platform] = stage.platforms
    assert isinstance(platform, DiscordPlatform)
    ops = platform.add_channel("ops")
    await mia.say("/chapter add org:Harbor name:North")
    mapped = await mia.say(f"/chapter map channel:{ops.id}")
    assert mapped.text == said("chapter.mapped_channel", name="North", channel="#ops")
    for key in ("unmapped_elsewhere", "not_mapped"):
        unmapped = await mia.say(f"/chapter unmap channel:<#{ops.id}>")
        assert unmapped.text == said(f"chapter.{key}", what="#ops", name="North")
    assert (await mia.say("/chapter unmap")).text == said("chapter.not_mapped_here")


@ON_DISCORD
async def test_discord_a_role_and_a_channel_in_one_command_both_lead_to_the_chapter(stage: Stage) -> None:
    mia = await coordinator(stage)
    [platform] = stage.platforms
    assert isinstance(platform, DiscordPlatform)
    ops, role = platform.add_channel("ops"), platform.role
    await mia.say("/chapter add org:Harbor name:North")
    mapped = await mia.say(f"/chapter map role:{role} channel:{ops.id}")
    assert mapped.has(said("chapter.mapped_role", name="North", role="Chicago"))
    assert mapped.has(said("chapter.mapped_channel", name="North", channel="#ops"))
    assert (await mia.say("/chapter show")).has("2 channels and roles")
    unmapped = await mia.say(f"/chapter unmap role:{role} channel:{ops.id}")
    names = {f"role:{role}": "The role Chicago", f"channel:{ops.id}": "#ops"}
    assert all(unmapped.has(said("chapter.unmapped_elsewhere", what=name, name="North")) for name in names.values())
    for gone, name in names.items():
        assert (await mia.say(f"/chapter unmap {gone}")).text == said("chapter.not_mapped", what=name)


@ON_DISCORD
async def test_discord_a_renamed_channel_is_in_its_new_place_on_the_list(stage: Stage) -> None:
    mia = await coordinator(stage)
    [platform] = stage.platforms
    assert isinstance(platform, DiscordPlatform)
    added = [platform.add_channel(f"floor-{number}") for number in range(9, 26)]
    await mia.say(f"/channel choose channels:{' '.join(one.id for one in added)}")
    added[0].change(name="zone")
    pages = (await mia.say("/channel list")).text, (await mia.tap(said("page.after"))).text
    names = [f"#floor-{number} " for number in range(10, 26)] + ["#zone "]
    assert [sum(page.count(name) for page in pages) for name in names] == [1] * 17
    assert sorted(names, key="".join(pages).index) == names


@ON_SLACK
async def test_slack_a_channel_that_nobody_can_look_at_is_named_unless_it_is_the_one_typed_in(stage: Stage) -> None:
    mia, desk, ops = await _on_slack(stage)
    mia.team.refused_scopes |= {"channels:read", "groups:read", "channels:join"}
    scopes = "channels:read, groups:read"
    there, here = (
        said("channel.unseen_there", names="#ops", permission=scopes),
        said("channel.unseen", permission=scopes),
    )
    for typed in (f"<#{ops.id}|ops>", f"<#{ops.id}|ops> 22:00-8:00", f"channel:<#{ops.id}|ops>"):
        answer = await mia.slash("channel", f"subscribe {typed}", channel=desk)
        assert there in answer.text
        assert here not in answer.text
        assert "this channel" not in answer.text.casefold()
    for typed in ("", f"<#{desk.id}|desk>", "#desk"):
        answer = await mia.slash("channel", f"subscribe {typed}", channel=desk)
        assert here in answer.text, typed
    chosen = await mia.slash("channel", f"choose <#{ops.id}|ops> <#{desk.id}|desk>", channel=desk)
    assert said("channel.unseen_there", names="#ops and #desk", permission=scopes) in chosen.text


NAMES = [f"floor-{number}" for number in range(12)]


@ON_SLACK
async def test_slack_twelve_channels_are_picked_in_one_form(stage: Stage) -> None:
    mia, _, _ = await _on_slack(stage)
    there = [mia.team.add_channel(name).id for name in NAMES]
    shut = mia.team.add_channel("shut", bot=False, private=True)
    view = (await mia.slash("channel", "choose")).message
    assert isinstance(view, View)
    answer = await view.submit({"channels": [*there, shut.id], "quiet": "22:00-8:00"})
    assert all(f"#{name}" in answer.text for name in NAMES)
    assert "12 channels get the alerts of Harbor" in answer.text
    assert said("channel.unseen_some", count=1, names=said("mention.channel")) in answer.text
    assert "10:00 PM" in answer.text
    listed = (await mia.slash("channel", "list")).text
    assert all(f"#{name}" in listed for name in NAMES)


@ON_SLACK
async def test_slack_channels_are_typed_in_one_line_and_unknown_ones_are_counted(stage: Stage) -> None:
    mia, desk, ops = await _on_slack(stage)
    for nothing in ("#nowhere", "#nowhere C0123456789"):
        assert "I can't see a channel" in (await mia.slash("channel", f"choose {nothing}")).text
    assert said("channel.none").partition(".")[0] in (await mia.slash("channel", "list")).text
    answer = await mia.slash("channel", f"choose #ops, <#{desk.id}|desk> {ops.id} #ops, #nowhere #dsek")
    assert "2 channels get the alerts of Harbor" in answer.text
    assert said("channel.unseen_some", count=2, names="“#nowhere” and “#dsek”") in answer.text
    for plain in ("ops desk", "desk, ops 22:00-8:00", "22:00-8:00 ops desk"):
        answer = await mia.slash("channel", f"choose {plain}")
        assert "2 channels get the alerts of Harbor" in answer.text
        assert ("10:00 PM" in answer.text) is ("22" in plain)
    unseen = await mia.slash("channel", "choose nowhere events")
    assert said("error.channel", word="nowhere") in unseen.text
    many = " ".join(f"#c{number}" for number in range(26))
    assert said("channel.too_many", count=25, length=26) in (await mia.slash("channel", f"choose {many}")).text


@ON_SLACK
async def test_slack_chosen_channels_keep_their_own_hours_and_the_answer_says_whose_they_are(stage: Stage) -> None:
    mia, desk, _ = await _on_slack(stage)
    await mia.slash("channel", "subscribe quiet:22:00-8:00 state:HI", channel=desk)
    mixed = (await mia.slash("channel", "choose #desk #ops")).text
    whose = {"hours": "10:00 PM–8:00 AM", "zone": "Pacific time"}
    assert said("channel.chosen_quiet_some", names="#desk", **whose) in mixed
    assert said("channel.chosen_state", names="#desk", state="Hawaii") in mixed
    alike = (await mia.slash("channel", "choose #desk #ops quiet:22:00-8:00 zone:Pacific state:HI")).text
    assert said("channel.chosen_quiet", **whose) in alike
    assert said("channel.chosen_state", names="#desk and #ops", state="Hawaii") in alike


@ON_SLACK
async def test_slack_channels_that_nobody_can_see_are_never_named_by_their_ids(stage: Stage) -> None:
    mia, _, _ = await _on_slack(stage)
    shut = [mia.team.add_channel(name, bot=False, private=True).id for name in ("shut", "closed")]
    for ids in (shut[:1], shut):
        view = (await mia.slash("channel", "choose")).message
        assert isinstance(view, View)
        answer = await view.submit({"channels": ids})
        assert said("channel.unseen_all", count=len(ids)) in (answer.text, *view.errors.values())
        assert not any(id in answer.text for id in ids)


@ON_SLACK
@pytest.mark.parametrize("typed", ["{}", "…{}", "A channel I can't see (…{})"])
async def test_slack_a_channel_that_is_gone_is_unsubscribed_as_the_list_shows_it(stage: Stage, typed: str) -> None:
    mia, _, _ = await _on_slack(stage)
    shut = mia.team.add_channel("shut", bot=False, private=True)
    await mia.slash("channel", "subscribe", channel=shut)
    end = shut.id[-4:]
    assert said("channel.nameless", end=end) in (await mia.slash("channel", "list")).text
    del mia.team.channels[shut.id]
    done = await mia.slash("channel", f"unsubscribe {typed.format(shut.id if typed == '{}' else end)}")
    assert "gets no more alerts" in done.text
    assert said("channel.none").partition(".")[0] in (await mia.slash("channel", "list")).text


@ON_DISCORD
async def test_discord_twelve_channels_are_picked_in_one_form(stage: Stage) -> None:
    mia = await coordinator(stage)
    [platform] = stage.platforms
    assert isinstance(platform, DiscordPlatform)
    there = [platform.add_channel(name).id for name in NAMES]
    opened = await mia.say("/channel choose")
    form = cast(Answer, opened.thing).modal
    assert form is not None
    assert len(there) == 12
    answer = await form.submit({"channels": there})
    assert "12 channels get the alerts of Harbor" in answer.text
    listed = await mia.say("/channel list")
    assert all(listed.has(f"#{name}") for name in NAMES)
