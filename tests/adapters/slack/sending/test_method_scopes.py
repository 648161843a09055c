"""A refusal that a scope is missing names it, whichever method was refused: in answers, in the log and to delivery."""

import ast
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

import bot.adapters.slack
from bot.adapters.slack.events.people import People
from bot.adapters.slack.manifest import OPTIONAL_SCOPES
from bot.adapters.slack.manifest import SCOPES as ASKED_FOR
from bot.adapters.slack.sending.background_tasks import BackgroundTasks
from bot.adapters.slack.sending.method_scopes import SCOPES
from bot.adapters.slack.sending.web_api import Failure, ask
from bot.adapters.slack.workspaces.bolt_setup import make_session, make_web_client
from bot.errors import UserError
from bot.kit.cards.outbound import Refusal, Refused
from bot.kit.cards.reply import Card
from bot.kit.i18n import load_words
from tests.adapters.slack.conftest import Floor

SOURCES = Path(bot.adapters.slack.__file__).parent


def list_called_methods() -> set[str]:
    """The methods of the SDK's client that the adapter names, as attributes or as words."""
    names = set[str]()
    for source in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "value", None)
            if isinstance(name, str) and "_" in name and callable(getattr(AsyncWebClient, name, None)):
                names.add(name)
    return {name.replace("_", ".") for name in names if not name.startswith("_") and name != "api_call"}


def test_every_method_that_the_adapter_calls_has_its_scope() -> None:
    assert list_called_methods() <= SCOPES.keys()
    assert {"users.info", "chat.postEphemeral", "files.delete"} <= list_called_methods()  # the search finds them


def test_the_scopes_are_those_that_the_app_asks_for() -> None:
    named = {scope for scopes in SCOPES.values() for scope in scopes.split(", ") if scope}
    assert named - {"connections:write"} == {*ASKED_FOR, *OPTIONAL_SCOPES} - {"commands"}


async def test_each_refused_method_names_its_scope_whatever_slack_says(socket: Floor) -> None:
    async with make_session() as session:
        web = make_web_client(socket.team.bot_token, socket.slack.api_url, session)
        for method, scope in SCOPES.items():
            for code in ("missing_scope", "invalid_scopes"):
                socket.slack.refuse(method, code)
                with pytest.raises(Failure) as caught:
                    await ask(lambda: web.api_call(method))  # noqa: B023 - it is awaited here
                assert caught.value.needed == scope, method
                assert caught.value.facts["reason"] == code
            socket.slack.refuse(method, "channel_not_found")
            with pytest.raises(Failure) as caught:
                await ask(lambda: web.api_call(method))  # noqa: B023 - it is awaited here
            assert caught.value.facts == {"reason": "channel_not_found"}


@pytest.mark.parametrize("scope", ["files:write", "im:write"])
@pytest.mark.parametrize(("command", "what"), [("vof-picture", "picture"), ("vof-sheet", "file")])
async def test_a_picture_or_file_that_lacks_a_scope_says_which_and_whom_to_ask(
    socket: Floor, scope: str, command: str, what: str
) -> None:
    socket.team.refused_scopes = {scope}
    with capture_logs() as log:
        answer = await socket.ana.slash(command, channel=socket.channel)
        await answer.until(load_words("en").t(f"slack.no_scope_{what}", alt="", permission=scope))
    assert any(line["event"] == "upload not sent" and line["scope"] == scope for line in log)


async def test_an_unknown_admin_right_says_whether_waiting_helps(socket: Floor) -> None:
    said = {
        "missing_scope": ("slack.rights_no_scope", "users:read"),
        "not_allowed_token_type": ("slack.rights_expired", None),
        "account_inactive": ("slack.rights_expired", None),
        "internal_error": ("slack.rights_unknown", None),
        "ratelimited": ("slack.rights_unknown", None),
    }
    async with make_session() as session:
        web = make_web_client(socket.team.bot_token, socket.slack.api_url, session)
        people = People(BackgroundTasks(), lambda: 0)
        for code, (key, permission) in said.items():
            socket.slack.refuse("users.info", code)
            with pytest.raises(UserError) as caught:
                await people.ask_manages(web, socket.team.id, socket.ana.id)
            assert (caught.value.key, caught.value.params.get("permission")) == (key, permission)


async def test_a_direct_message_that_lacks_a_scope_is_refused_with_it_and_logged_once(socket: Floor) -> None:
    socket.team.refused_scopes = {"im:write"}
    account = f"{socket.team.id}:{socket.ana.id}"
    with capture_logs() as log:
        for number in range(3):
            told = await socket.adapter.poster.tell(account, None, Card("Hello"), str(number))
            assert told == Refused(Refusal.SCOPE, "im:write")
    [line] = [line for line in log if line["event"] == "slack has not granted a scope"]
    assert line["scope"] == "im:write"
    assert "manages apps" in line["fix"]
