"""Missing scopes: no request is wasted, and a channel that subscribes gets a true sentence."""

import pytest

from bot.adapters.slack.sending.method_scopes import LOOK
from bot.adapters.slack.sending.refusals import find_refusal
from bot.adapters.slack.sending.scopes import Scopes
from bot.kit.cards.outbound import Address, Checked, Later, Refusal, Refused
from bot.kit.cards.reply import Card
from bot.kit.i18n import load_words
from tests.adapters.slack.conftest import Floor
from tests.platforms.slack import Channel

LOOKS = {"channels:read", "groups:read"}
UNSEEN = Refused(Refusal.SCOPE, "channels:read, groups:read")


def at(channel: Channel) -> Address:
    return Address("slack", channel.team.id, channel.id)


async def test_a_public_channel_is_joined_when_it_asks_for_posts(socket: Floor) -> None:
    there = socket.team.add_channel("ops", bot=False)
    assert await socket.adapter.poster.check(at(there)) == Checked("ops", Refused(Refusal.OUTSIDE))
    assert await socket.adapter.poster.enter(at(there)) == Checked("ops")
    assert there.bot


async def test_a_private_channel_has_to_invite_the_app(socket: Floor) -> None:
    there = socket.team.add_channel("inner", bot=False, private=True)
    assert await socket.adapter.poster.check(at(there)) == Checked("", Refused(Refusal.HIDDEN))
    assert await socket.adapter.poster.enter(at(there)) == Checked("", Refused(Refusal.OUTSIDE))
    there.bot = True
    assert await socket.adapter.poster.enter(at(there)) == Checked("inner")


@pytest.mark.parametrize("private", [False, True])
async def test_without_the_scope_to_join_an_invitation_is_asked_for(socket: Floor, private: bool) -> None:
    socket.team.refused_scopes = {"channels:join"}
    for name in ("one", "two"):
        there = socket.team.add_channel(name, bot=False, private=private)
        assert (await socket.adapter.poster.enter(at(there))).problem == Refused(Refusal.OUTSIDE)
    assert len(socket.slack.calls("conversations.join")) == (0 if private else 1)


async def test_without_the_read_scopes_it_is_joined_or_reported_as_unseen(socket: Floor) -> None:
    socket.team.refused_scopes = LOOKS
    there = socket.team.add_channel("ops", bot=False)
    assert await socket.adapter.poster.enter(at(there)) == Checked("ops")
    assert there.bot
    inner = socket.team.add_channel("inner", bot=False, private=True)
    assert await socket.adapter.poster.enter(at(inner)) == Checked("", UNSEEN)


async def test_a_refused_scope_is_used_once(socket: Floor) -> None:
    socket.team.refused_scopes = LOOKS
    for number in range(50):
        there = socket.team.add_channel(f"c{number}")
        assert await socket.adapter.poster.check(at(there)) == Checked("", unseen=UNSEEN.missing)
    assert len(socket.slack.calls("conversations.info")) == 1


def test_a_refusal_is_forgotten_after_a_minute_or_once_the_scope_works() -> None:
    now = [5.0]
    scopes, one, other = Scopes(lambda: now[0]), Address("slack", "T1", "C1"), Address("slack", "T2", "C1")
    scopes.note_refused(one, LOOK)
    assert [scopes.is_refused(to, LOOK) for to in (one, other)] == [True, False]
    now[0] += 59
    assert scopes.is_refused(one, LOOK)
    now[0] += 2
    assert not scopes.is_refused(one, LOOK)
    scopes.note_refused(one, LOOK)
    scopes.note_granted("T1", LOOK)
    assert not scopes.is_refused(one, LOOK)
    scopes.note_refused(one, LOOK)  # it works elsewhere in the workspace, so this channel alone lacks it
    assert scopes.is_refused(one, LOOK)
    assert not scopes.is_refused(Address("slack", "T1", "C2"), LOOK)


async def test_a_scope_refused_for_a_private_channel_still_works_for_public_ones(socket: Floor) -> None:
    assert (await socket.adapter.poster.check(at(socket.channel))).name == "general"
    inner = socket.team.add_channel("inner", private=True)
    socket.slack.refuse("conversations.info", "missing_scope")
    assert await socket.adapter.poster.check(at(inner)) == Checked("", unseen=UNSEEN.missing)
    assert (await socket.adapter.poster.check(at(socket.channel))).name == "general"


async def test_a_failed_check_is_not_the_channels_problem(socket: Floor) -> None:
    socket.slack.rate_limit("conversations.info", retry_after=7)
    assert await socket.adapter.poster.check(at(socket.channel)) == Checked("", Later(7))


WORDS = {
    "restricted_action": Refusal.LIMITED,
    "restricted_action_read_only_channel": Refusal.READ_ONLY,
    "restricted_action_non_threadable_channel": Refusal.READ_ONLY,
    "restricted_action_thread_only_channel": Refusal.THREADS,
    "restricted_action_thread_locked": Refusal.LIMITED,
    "restricted_action_of_next_year": Refusal.LIMITED,
    "team_access_not_granted": Refusal.NOT_GRANTED,
    "is_archived": Refusal.ARCHIVED,
    "not_in_channel": Refusal.OUTSIDE,
    "channel_not_found": Refusal.HIDDEN,
    "msg_too_long": Refusal.TOO_LONG,
    "msg_blocks_too_long": Refusal.TOO_LONG,
    "account_inactive": Refusal.REMOVED,
    "token_revoked": Refusal.EXPIRED,
    "not_allowed_token_type": Refusal.EXPIRED,
    "token_expired": Refusal.EXPIRED,
    "invalid_auth": Refusal.EXPIRED,
    "ekm_access_denied": Refusal.ENCRYPTION,
    "org_login_required": Refusal.MIGRATING,
    "accesslimited": Refusal.NETWORK,
    "missing_scope": Refusal.SCOPE,
    "user_disabled": Refusal.UNREACHABLE,
    "messages_tab_disabled": Refusal.UNREACHABLE,
    "edit_window_closed": Refusal.CLOSED,
    "something_new": Refusal.OTHER,
}


@pytest.mark.parametrize("code", WORDS)
async def test_each_refusal_is_distinguished(socket: Floor, code: str) -> None:
    socket.slack.refuse("chat.postMessage", code)
    lacking = "chat:write" if code == "missing_scope" else ""
    refused = await socket.adapter.poster.post(at(socket.channel), Card("Call today"), "key")
    assert refused == Refused(WORDS[code], lacking)
    assert find_refusal(code) is WORDS[code]


def test_each_refusal_has_its_own_sentence() -> None:
    said = [load_words("en").t(f"refusal.{refusal}", permission="channels:read") for refusal in Refusal]
    assert len(set(said)) == len(said)
