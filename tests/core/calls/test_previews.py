"""Prompts for volunteers who are only imagined: their own targets and words, and no trace."""

import pytest

from bot.core.calls.previews import DRAFT, Previews, Viewer
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.support.drafting import Desk
from tests.public_data.capitol import make_congress
from tests.services import MONDAY, Core, campaign, core_on

ADMIN = Reach(Role.ADMIN)
SCRIPTS = "{en: {text: 'Hi, {{name}} of {{place}}', when: [{chamber: delegate, text: Speak up}]}, es: {text: Hola}}"


async def open_previews(store: Store, *lines: str) -> tuple[Core, Previews]:
    core = await core_on(store, [campaign("vof", *lines, scripts=SCRIPTS)])
    await core.congress.replace(make_congress().load())
    return core, core.built.calls.previews


async def test_each_place_gets_its_own_targets_and_words(store: Store) -> None:
    _, previews = await open_previews(store)
    known = await previews.fetch(ADMIN, "vof", Viewer("CA-11", "es", "Ana"), 1, MONDAY)
    assert (known.position, len(known.targets.all), known.speech.own, known.profile.name) == (1, 3, "Hola", "Ana")
    assert known.target
    assert known.target.member
    assert known.zone == "America/Los_Angeles"
    capital = await previews.fetch(ADMIN, "vof", Viewer("DC-0"), 1, MONDAY)
    assert (len(capital.targets.all), capital.speech.english, capital.is_voteless) == (1, "Speak up", True)
    unknown = await previews.fetch(ADMIN, "vof", Viewer(), 3, MONDAY, "America/Chicago")
    assert unknown.target
    assert (unknown.target.slot, unknown.onward, unknown.zone) == ("senator-2", None, "America/Chicago")


@pytest.mark.parametrize("number", [0, -1, 4, 10**9])
async def test_past_the_last_office_nobody_is_left(store: Store, number: int) -> None:
    _, previews = await open_previews(store)
    done = await previews.fetch(ADMIN, "vof", Viewer(), number, MONDAY)
    assert (done.target, done.line) == (None, None)


async def test_a_campaign_is_seen_before_it_opens_and_by_those_who_may(store: Store) -> None:
    _, previews = await open_previews(store, "opens: 2027-01-01 09:00", "org: Ours", "audience: org")
    assert (await previews.fetch(ADMIN, "vof", Viewer(), 1, MONDAY)).org == "Ours"
    with pytest.raises(UserError) as refused:
        await previews.fetch(Reach(Role.COORDINATOR, frozenset({"other"})), "vof", Viewer(), 1, MONDAY)
    assert refused.value.key == "campaign.none"


@pytest.mark.parametrize(
    ("typed", "place"), [("ca-11", "CA-11"), ("District of Columbia", "DC-0"), ("California", "CA"), ("94110", "CA-11")]
)
async def test_a_place_is_read_as_in_a_profile(store: Store, typed: str, place: str) -> None:
    _, previews = await open_previews(store)
    assert await previews.locate(typed, MONDAY) == place


@pytest.mark.parametrize("typed", ["XX-9", "CA-99", "00000", "nowhere land"])
async def test_no_place_is_a_sentence(store: Store, typed: str) -> None:
    _, previews = await open_previews(store)
    with pytest.raises(UserError):
        await previews.locate(typed, MONDAY)


async def test_while_there_is_no_campaign_a_draft_is_seen(store: Store) -> None:
    core = await core_on(store, [])
    previews, desk = core.built.calls.previews, Desk(core)
    assert await previews.choose(ADMIN, None, MONDAY) is None
    draft = (await desk.start("Call today")).draft.id
    assert (
        await previews.choose(ADMIN, None, MONDAY) == await previews.choose(ADMIN, "call", MONDAY) == f"{DRAFT}{draft}"
    )
    assert await previews.choose(Reach(Role.COORDINATOR, frozenset({"other"})), "call", MONDAY) == "call"
    await desk.start("Call tomorrow")
    with pytest.raises(UserError) as refused:
        await previews.choose(ADMIN, None, MONDAY)
    assert refused.value.key == "draft.which"
    await desk.publish_new("Live")
    assert await previews.choose(ADMIN, None, MONDAY) is None
