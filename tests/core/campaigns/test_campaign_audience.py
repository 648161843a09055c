"""A campaign for one org: its people and spaces and admins see it, and for everybody else it doesn't exist."""

from collections.abc import Awaitable, Mapping

import pytest

from bot.core.alerts.alerts import AlertRequest
from bot.core.boards.board_view import Board, Period
from bot.core.calls.call_request import CallRequest
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_search import find_campaign
from bot.core.reports.coverage import Coverage
from bot.core.reports.reports import Reports
from bot.core.totals.counting import Outcome
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from tests.core.campaign_files.test_campaign_file import SMALL, parse, problems_of
from tests.core.support.alerting import newsroom_on
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, House, expect_refusal, house_on
from tests.services import Core, campaign, core_on, new_request

OPEN, SHUT = campaign("everyones"), campaign("ours-alone", "org: Ours", "audience: org")
WORDS = ("ours-alone", "OURS-ALONE", "Drive ours-alone", "drive ours–alone")
STRANGER, NOWHERE = Caller("discord", "9", "unlinked"), Caller("discord", "9", None)
IN_OURS, IN_THEIRS = Caller("discord", "8", ANA.space), Caller("slack", "T1:U8", BEN.space)


@pytest.fixture
async def house(store: Store) -> House:
    house = house_on(await core_on(store, (OPEN, SHUT)))
    for org, chief, chapter in (("Ours", ANA, "Main"), ("Theirs", BEN, "Far")):
        await house.linked(org, chief)
        await house.chapters.add(ROOT, ADMIN, org, chapter)
    return house


async def list_visible(house: House, caller: Caller) -> set[str]:
    return {one.id for one in await house.core.campaigns.load_open(caller, house.core.clock())}


async def test_who_can_see_it(house: House) -> None:
    both, one = {OPEN.key, SHUT.key}, {OPEN.key}
    assert await list_visible(house, IN_OURS) == both
    assert await list_visible(house, ANA) == both
    assert await list_visible(house, Caller("discord", "1", None)) == both  # its coordinator, anywhere
    for caller in (STRANGER, NOWHERE, IN_THEIRS, BEN):
        assert await list_visible(house, caller) == one
    await house.join(STRANGER, "Main")
    assert (
        await list_visible(house, STRANGER) == await list_visible(house, NOWHERE) == both
    )  # one of its people, anywhere
    await house.roles.give(BEN, ADMIN, "T1:U8", Role.ADMIN, None)
    assert await list_visible(house, IN_THEIRS) == both


async def read_refusal(asked: Awaitable[object]) -> tuple[str, Mapping[str, object]]:
    """The refusal, as key and blanks."""
    with pytest.raises(UserError) as caught:
        await asked
    return caught.value.key, caught.value.params


async def read_unknown_refusal(house: House, word: str) -> tuple[str, Mapping[str, object]]:
    """The refusal of ``word`` as a campaign, if only the open one exists."""

    async def look(tx: Tx) -> object:
        alone = [one for one in await house.core.campaigns.read_all(tx) if one.id == OPEN.key]
        return find_campaign(alone, word, house.core.clock())

    return await read_refusal(house.core.store.read(look))


@pytest.mark.parametrize("caller", [STRANGER, NOWHERE, IN_THEIRS, BEN], ids=["unlinked", "no space", "theirs", "chief"])
@pytest.mark.parametrize("word", WORDS)
async def test_for_others_it_does_not_exist(house: House, caller: Caller, word: str) -> None:
    core, at = house.core, house.core.clock()
    wanted = CallRequest(Outcome.SPOKE, campaign=word)
    for asked in (
        core.scripts.fetch_prompt(caller, at, word, None),
        core.calls.log(caller, wanted, new_request(), at),
        core.boards.read(caller, Board.ORGS, Period.TODAY, word, at),
    ):
        answer = await read_refusal(asked)
        assert answer == await read_unknown_refusal(house, word)
        assert SHUT.key not in str(answer).replace(word, "")


async def test_open_campaigns_and_targets_are_among_the_visible_ones(house: House) -> None:
    core, at = house.core, house.core.clock()
    overviews, routing = core.built.boards.overviews, core.built.guidance.routing
    for caller, known in ((IN_OURS, {OPEN.key, SHUT.key}), (STRANGER, {OPEN.key}), (IN_THEIRS, {OPEN.key})):
        assert {one.campaign.id for one in await overviews.read(caller, at)} == known
        assert {one.id for one, _ in await routing.read(caller, at)} == known
        assert (await core.histories.read(caller, at)).campaign.id in known


async def test_coordinators_of_others_get_neither_list_nor_report(house: House) -> None:
    core, at, theirs = house.core, house.core.clock(), await house.reach(BEN)
    assert {one.campaign.id for one in await core.lifecycle.list(theirs, at)} == {OPEN.key}
    assert {one.campaign.id for one in await core.lifecycle.list(ADMIN, at)} == {OPEN.key, SHUT.key}
    reports = Reports(core.store, core.campaigns, core.congress, 5)
    coverage = Coverage(
        core.built.base, core.built.people.residents, core.campaigns, core.congress, core.built.statehouses, 5
    )
    for word in WORDS:
        for asked in (
            core.lifecycle.show(theirs, word, at),
            core.lifecycle.load_changeable(theirs, word, at),
            reports.load_positions(theirs, word, at),
            coverage.read(theirs, word, at),
            house.chapter_totals.fetch(BEN, theirs, "Far", word, at),
        ):
            answer = await read_refusal(asked)
            assert answer[0] in ("campaign.unknown", "campaign.near")
            assert SHUT.key not in str(answer).replace(word, "")
    assert (await core.lifecycle.show(await house.reach(ANA), SHUT.key, at)).moves


async def test_its_alerts_stay_within_the_org(house: House) -> None:
    newsroom = newsroom_on(house.core)
    for who in (ANA, BEN):
        await newsroom.subscribe(who)
    assert await read_refusal(newsroom.draft(BEN, campaign=SHUT.key)) == await read_unknown_refusal(house, SHUT.key)
    for audience in ("coalition", "Theirs", "Ours, Theirs", "California"):
        with expect_refusal("alert.org_only"):
            draft = AlertRequest("Call today", SHUT.key, None, audience)
            await newsroom.alerts.draft(ROOT, ADMIN, draft, house.core.clock())
    assert (await newsroom.draft(ANA, campaign=SHUT.key)).channels[0].name == "c1"


async def test_only_admins_see_it_once_its_org_is_gone(house: House) -> None:
    await house.join(STRANGER, "Main")
    await house.orgs.archive(ROOT, ADMIN, "Ours")
    for caller in (IN_OURS, ANA, STRANGER):
        assert await list_visible(house, caller) == {OPEN.key}

    async def all_(tx: Tx) -> int:
        return len(await house.core.campaigns.load_within(tx, Reach(Role.ADMIN)))

    assert await house.core.store.read(all_) == 2


def test_a_file_without_the_key_is_the_same_as_before() -> None:
    """Its version is the one on posted cards, so that none says it was corrected."""
    plain: CampaignFile = campaign("everyones")
    assert plain.audience == "coalition"
    assert campaign("everyones", "audience: coalition").version == plain.version
    assert campaign("everyones", "org: Ours", "audience: org").version != campaign("everyones", "org: Ours").version


async def test_a_coalition_campaign_is_visible_to_everybody(core: Core) -> None:
    assert {one.id for one in await core.campaigns.load_open(STRANGER, core.clock())} == {"vof"}


def test_an_audience_of_one_org_needs_the_org() -> None:
    assert problems_of(f"{SMALL}audience: org\n") == [
        'f:6:11: "audience: org" needs "org", the organization that it is for'
    ]
    assert parse(f"{SMALL}audience: org\norg: Ours\n").is_for_org
    assert not parse(f"{SMALL}audience: coalition\n").is_for_org
    [problem] = problems_of(f"{SMALL}audience: orgs\norg: Ours\n")
    assert problem.startswith('f:6:11: "audience" must be')
