"""People from another workspace in a shared channel: always the same person, whatever they do."""

import pytest

from bot.adapters.slack.workspaces.workspaces import GuestHomes, Workspaces
from bot.core.people.profiles.platform_settings import PlatformSettings
from bot.identity import Caller
from bot.kit.cards.reply import Card
from tests.adapters.slack.conftest import Floor
from tests.adapters.slack.network import Network
from tests.platforms.slack import Team, User
from tests.services import Core

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
FILLED = {"outcome": "spoke", "office": "Representative Cedar"}  # by id: Gus reads the form in Spanish


@pytest.fixture
def gus(floor: Floor) -> User:
    """A person from another workspace."""
    return floor.team.guest(floor.slack.add_team("Hill Org").user("Gus", locale="es-ES"))


async def _accounts(floor: Floor) -> set[str]:
    return {seen.caller.account for seen in floor.desk.seen}


async def test_a_guest_has_one_account_in_every_request(floor: Floor, gus: User) -> None:
    await gus.slash("vof-echo", "hi", channel=floor.channel)
    card = await gus.slash("vof-receipt", channel=floor.channel)
    assert "Taken back" in (await gus.click(card, "Undo")).text
    assert await _accounts(floor) == {f"{gus.home_team.id}:{gus.id}"}
    assert {seen.caller.space for seen in floor.desk.seen} == {floor.team.id}


async def test_a_guests_form_is_accepted(floor: Floor, gus: User) -> None:
    opened = await gus.slash("vof-log", channel=floor.channel)
    assert opened.modal
    assert "spoke Representative Cedar" in (await opened.modal.submit(FILLED)).text
    board = await floor.ana.slash("vof-board", channel=floor.channel)
    assert (await gus.click(board, "Mine")).private


async def test_a_guests_form_is_accepted_without_slacks_answer(floor: Floor, gus: User) -> None:
    """The command names only the host's workspace, the submitted form the guest's own."""
    floor.slack.refuse("users.info", "user_not_found", times=10)
    opened = await gus.slash("vof-log", channel=floor.channel)
    assert opened.modal
    assert "spoke Representative Cedar" in (await opened.modal.submit(FILLED)).text


async def test_a_guest_is_named_by_the_same_account(floor: Floor, gus: User) -> None:
    await floor.ana.slash("vof-echo", f"<@{gus.id}|gus> and <@{floor.ana.id}>", channel=floor.channel)
    shown = (await floor.ana.slash("vof-echo", f"<@{gus.id}|gus> <@{floor.ana.id}>", channel=floor.channel)).text
    assert shown == f"{gus.home_team.id}:{gus.id} {floor.team.id}:{floor.ana.id}"


async def test_an_admin_elsewhere_is_no_admin_as_a_guest(floor: Floor, gus: User) -> None:
    gus.administrator = True
    await gus.slash("vof-echo", "hi", channel=floor.channel)
    [seen] = floor.desk.seen
    assert not await seen.envelope.is_manager()


async def test_rights_are_checked_when_they_matter(floor: Floor) -> None:
    await floor.ana.slash("vof-echo", "hi", channel=floor.channel)
    [seen] = floor.desk.seen
    for administrator in (True, False, True):
        floor.ana.administrator = administrator
        assert await seen.envelope.is_manager() == administrator


async def test_one_person_in_two_workspaces_with_the_app(network: Network) -> None:
    for team in (network.valley, network.harbor):
        await network.install(team)
    gus = network.harbor.user("Gus")
    await gus.slash("echo", "at home")
    await _tap_as_guest(network.valley, gus)
    accounts = {seen.caller.account for seen in network.desk.seen}
    assert accounts == {f"{network.harbor.id}:{gus.id}"}
    assert [seen.caller.space for seen in network.desk.seen] == [network.harbor.id, network.valley.id]


async def test_a_guest_whose_workspace_lacks_the_app_is_served_by_the_hosts(network: Network) -> None:
    await network.install(network.valley)
    guest = await _tap_as_guest(network.valley, network.harbor.user("Gus"))
    opened = await guest.slash("log", channel=network.valley.add_channel("shared"))
    assert opened.modal
    assert "spoke" in (await opened.modal.submit(FILLED)).text


async def _tap_as_guest(team: Team, user: User) -> User:
    guest = team.guest(user)
    card = await guest.slash("receipt", channel=team.add_channel("both"))
    assert "Taken back" in (await guest.click(card, "Undo")).text
    return guest


async def test_a_zone_comes_with_the_request(floor: Floor) -> None:
    floor.ana.zone = "Pacific/Honolulu"
    await floor.ana.slash("vof-echo", "hi", channel=floor.channel)
    assert floor.desk.seen[0].envelope.zone == "Pacific/Honolulu"
    assert floor.desk.seen[0].envelope.channel_name == "general"


async def test_a_guest_is_reminded_through_the_host_workspace(network: Network, core: Core) -> None:
    await network.install(network.valley)
    guest = await _tap_as_guest(network.valley, network.harbor.user("Gus"))
    account = f"{network.harbor.id}:{guest.id}"
    homes = GuestHomes(Workspaces(network.kept), PlatformSettings(core.base))
    assert await homes.find_home(account) == network.harbor.id  # nothing better is known
    await core.store.write(lambda tx: core.people.take(tx, Caller("slack", account, network.valley.id)))
    settings = PlatformSettings(core.base)
    await settings.remember("slack", account, None, None, network.valley.id)
    assert await homes.find_home(account) == network.valley.id
    await network.adapter.poster.tell(account, await homes.find_home(account), Card("Time to call"), "key")
    assert "Time to call" in guest.dm.texts
    await network.install(network.harbor)
    assert await homes.find_home(account) == network.harbor.id  # their own workspace, once it has the app
