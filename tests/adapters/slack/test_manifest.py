"""Command names, and the manifest that an admin pastes."""

import json
from typing import Annotated

import pytest
import yaml

from bot.adapters.slack.events.commands import format_slash_name, list_commands, read_command_name, read_command_text
from bot.adapters.slack.manifest import build_manifest, format_manifest
from bot.kit.cards.limits import LimitError
from bot.kit.cards.markup import escape
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.registry import Registry, collect
from bot.kit.spec import command
from tests.adapters.slack.cogs import Desk


class Moderators:
    """Commands that take a person, one in a group with a command that doesn't."""

    @command("suspend")
    async def suspend(self, inv: Invocation, person: Annotated[str, Opt("Who", pick="person")]) -> Card:
        """Stop somebody."""
        return Card(body=escape(person))

    @command("role list")
    async def roles(self, inv: Invocation) -> Card:
        """List roles."""
        return Card()

    @command("role grant")
    async def grant(self, inv: Invocation, person: Annotated[str, Opt("Who", pick="person")]) -> Card:
        """Give a role."""
        return Card(body=escape(person))


@pytest.fixture
def registry() -> Registry:
    return collect(Desk())


def test_names_go_out_with_the_prefix_and_come_back_without() -> None:
    assert format_slash_name("log", "vof-") == "/vof-log"
    assert read_command_name("/vof-log", "vof-") == "log"
    assert read_command_name("/log", "") == "log"


def test_a_name_too_long_for_slack_names_the_setting() -> None:
    with pytest.raises(LimitError, match=r"slack\.prefix"):
        format_slash_name("leaderboard", "a" * 22)


def test_slacks_entities_in_typed_text_are_undone() -> None:
    assert read_command_text("a &lt;b&gt; &amp;lt;", "T1") == "a <b> &lt;"
    assert read_command_text(None, "T1") == ""
    typed = (
        "See <https://a.example/x?y=1&amp;z=2> and <http://b.example|b.example>, ask <mailto:c@d.example|c@d.example>"
    )
    assert read_command_text(typed, "T1") == "See https://a.example/x?y=1&z=2 and b.example, ask c@d.example"
    assert read_command_text("&lt;https://a.example&gt;", "T1") == "<https://a.example>", "typed with brackets"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<@U1AB|ana> spam", "T1:U1AB spam"),
        ("person:<@W2> reason:spam", "person:T1:W2 reason:spam"),
        ("<@U1|Ana de la O> spam", "T1:U1 spam"),
        ("&lt;@U1|ana&gt; spam", "<@U1|ana> spam"),  # typed letter by letter, it is nobody
        ("@ana spam", "@ana spam"),  # Slack found no such person
    ],
)
def test_a_person_is_named_by_their_account(text: str, meant: str) -> None:
    assert read_command_text(text, "T1") == meant


def test_slack_resolves_names_only_for_commands_that_take_a_person() -> None:
    commands = build_manifest(collect(Moderators(), Desk()), None, "")["features"]["slash_commands"]
    escaped = {command["command"] for command in commands if command["should_escape"]}
    assert escaped == {"/suspend", "/role"}


def test_every_command_is_there_with_its_help_and_hint(registry: Registry) -> None:
    commands = build_manifest(registry, None, "vof-")["features"]["slash_commands"]
    assert [command["command"] for command in commands] == [f"/vof-{name}" for name in registry.commands]
    log = next(command for command in commands if command["command"] == "/vof-log")
    assert (log["description"], log["usage_hint"]) == ("Log a call.", "[spoke|voicemail] [office]")
    assert "url" not in log
    assert all(len(description) <= 2000 for _, description, *_ in list_commands(registry, ""))


def test_socket_mode_needs_no_address(registry: Registry) -> None:
    made = build_manifest(registry, None, "")
    assert made["settings"]["socket_mode_enabled"]
    assert made["settings"]["interactivity"] == {"is_enabled": True}
    assert made["settings"]["event_subscriptions"] == {"bot_events": ["app_home_opened"]}
    assert "http" not in json.dumps(made)


def test_the_home_tab_and_the_shortcuts_are_switched_on(registry: Registry) -> None:
    features = build_manifest(registry, None, "")["features"]
    assert features["app_home"]["home_tab_enabled"]
    shortcuts = [(one["callback_id"], one["name"], one["type"]) for one in features["shortcuts"]]
    assert ("log", "Log a call", "global") in shortcuts
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in features["shortcuts"])


@pytest.mark.parametrize("given", ["https://calls.example", "https://calls.example/slack/events/"])
def test_over_http_there_is_one_address(registry: Registry, given: str) -> None:
    made, url = build_manifest(registry, given, ""), "https://calls.example/slack/events"
    assert not made["settings"]["socket_mode_enabled"]
    assert made["settings"]["interactivity"]["request_url"] == url
    assert made["settings"]["interactivity"]["message_menu_options_url"] == url
    assert {command["url"] for command in made["features"]["slash_commands"]} == {url}
    events = {"request_url": url, "bot_events": ["app_home_opened", "app_uninstalled", "tokens_revoked"]}
    assert made["settings"]["event_subscriptions"] == events
    assert made["oauth_config"]["redirect_urls"] == ["https://calls.example/slack/oauth_redirect"]


def test_the_scopes_are_minimal(registry: Registry) -> None:
    scopes = build_manifest(registry, None, "")["oauth_config"]["scopes"]
    wanted = ["commands", "chat:write", "files:write", "im:write", "users:read"]
    wanted += ["channels:read", "groups:read", "channels:join"]
    assert scopes == {"bot": [*wanted, "files:read"], "bot_optional": ["files:read"]}


def test_the_text_forms_have_the_same_content(registry: Registry) -> None:
    made = build_manifest(registry, None, "")
    assert yaml.safe_load(format_manifest(registry, None, "")) == made
    assert json.loads(format_manifest(registry, None, "", "json")) == made
