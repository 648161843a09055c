"""Who administers a server, from the gateway's owner and roles and the REST API's member."""

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.adapters.discord.gateway.permissions import Guilds
from bot.adapters.discord.interactions.managers import KEPT, Managers
from bot.adapters.discord.interactions.rest import Response, RestClient
from bot.kit.cards.outbound import Later

GUILD, OWNER, ANA = "10", "1", "2"
ROLES = {10: {}, 11: {"administrator": True}, 12: {"manage_guild": True}, 13: {"manage_roles": True}}


class Server:
    """A server's gateway cache and REST API in one. It gives ``answers`` in turn and repeats the last."""

    def __init__(self, *answers: Any, everyone: dict[str, bool] | None = None, is_known: bool = True) -> None:
        self.answers, self.asked, self.now, self.is_known = list(answers), 0, 0.0, is_known
        roles = {**ROLES, 10: everyone or {}}
        self.roles = [SimpleNamespace(id=id, permissions=discord.Permissions(**can)) for id, can in roles.items()]
        self.managers = Managers(cast(RestClient, self), cast(Guilds, self), lambda: self.now)

    def get_guild(self, id: int, /) -> Any:
        return SimpleNamespace(id=int(GUILD), owner_id=int(OWNER), roles=self.roles) if self.is_known else None

    async def look(self, guild_id: int) -> None:
        assert guild_id == int(GUILD)

    async def read(self, path: str) -> Any:
        assert path == f"/guilds/{GUILD}/members/{ANA}"
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    async def manages(self, user: str = ANA) -> bool | None:
        return await self.managers.manages(GUILD, user)


def member(*roles: str) -> Response:
    return Response(200, {"roles": list(roles)})


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        (member("11"), True),
        (member("13", "12"), True),
        (member("13"), False),
        (member(), False),
        (member("99"), False),  # a role that the gateway doesn't know
        (Response(404, {"code": 10007}), False),
        (Response(404, {"code": 10013}), False),
        (Response(404, {"code": 10004}), None),
        (Response(403, {"code": 50001}), None),
        (Response(429, {"retry_after": 1}), None),
        (Response(404), None),  # a proxy's page
        (Response(200, {"roles": None}), None),
        (Response(200, []), None),
        (Later(5.0), None),
    ],
)
async def test_the_members_data_from_discord_decides(response: Any, answer: bool | None) -> None:
    assert await Server(response).manages() is answer


async def test_the_owner_needs_no_role() -> None:
    server = Server(member())
    assert await server.manages(OWNER) is True
    assert server.asked == 0


async def test_permissions_of_everyone_count() -> None:
    assert await Server(member(), everyone={"manage_guild": True}).manages() is True


async def test_an_unknown_server_gives_no_answer() -> None:
    assert await Server(member("11"), is_known=False).manages() is None


async def test_an_answer_is_reused_and_a_missing_one_is_not_requested_again_at_once() -> None:
    server = Server(Later(5.0), member("11"), member())
    assert [await server.manages() for _ in range(3)] == [None, True, True]
    server.now += KEPT
    assert await server.manages() is False
    assert server.asked == 3
