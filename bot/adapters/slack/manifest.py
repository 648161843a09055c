"""The app manifest, which an admin pastes at api.slack.com to create every command.

Source: Slack's "App manifest reference". It requests only the scopes that Callboard uses: never a channel's history,
never email addresses.
"""

import json
from typing import Literal

import yaml

from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.events.commands import list_commands
from bot.kit.i18n import load_words
from bot.kit.registry import Registry

PATH = "/slack/events"
INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
HOME_OPENED = "app_home_opened"  # an event
SHORTCUTS = ("script", "log")  # commands that Slack also offers wherever people are
REMOVALS = ("app_uninstalled", "tokens_revoked")  # events; they arrive in either order
SCOPES = (
    "commands",
    "chat:write",  # answers where a response_url is used up, and public cards
    "files:write",  # pictures
    "im:write",  # private pictures go to a direct message
    "users:read",  # a person's language and time zone, from users.info
    "channels:read",  # a channel's name, and whether the app is in it
    "groups:read",  # the same for private channels that invited the app
    "channels:join",  # a public channel that asks for alerts
)
# Scopes that a workspace may decline: https://docs.slack.dev/changelog/2026/03/16/optional-scopes
OPTIONAL_SCOPES = ("files:read",)  # a campaign's file, added in the window of /campaign import


def build_manifest(registry: Registry, http_url: str | None, prefix: str) -> Json:
    """Build the manifest, for Socket Mode or, with the public address ``http_url``, for HTTP."""
    base = http_url.rstrip("/").removesuffix(PATH) if http_url else None
    url = base + PATH if base else None
    return {
        "_metadata": {"major_version": 1},
        "display_information": {
            "name": "Callboard",
            "description": "The phone-bank floor of a coalition, inside the chat it already uses.",
            "background_color": "#1d3557",
        },
        "features": {
            # Pictures arrive in the app's messages; there is nothing to write back there.
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Callboard", "always_online": True},
            "shortcuts": [_build_shortcut(name) for name in SHORTCUTS if name in registry.commands],
            "slash_commands": [_build_command(*command, url) for command in list_commands(registry, prefix)],
        },
        "oauth_config": {
            **({"redirect_urls": [base + REDIRECT]} if base else {}),
            "scopes": {"bot": [*SCOPES, *OPTIONAL_SCOPES], "bot_optional": list(OPTIONAL_SCOPES)},
        },
        "settings": {
            "event_subscriptions": _build_events(url),
            "interactivity": _build_interactivity(url),
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def format_manifest(
    registry: Registry, http_url: str | None, prefix: str, form: Literal["yaml", "json"] = "yaml"
) -> str:
    """The manifest as text to paste."""
    made = build_manifest(registry, http_url, prefix)
    if form == "json":
        return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
    return yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=110)


def _build_command(name: str, description: str, hint: str, people: bool, url: str | None) -> Json:
    """Build one command. Slack refuses an empty hint; escaping turns @names into ids."""
    entry = {"command": name, "description": description, "should_escape": people}
    return {**entry, **({"usage_hint": hint} if hint else {}), **({"url": url} if url else {})}


def _build_shortcut(name: str) -> Json:
    """Build a global shortcut. Its id is the command's name."""
    said = load_words(None)
    names = {"name": said.t(f"slack.shortcut.{name}"), "description": said.t(f"slack.shortcut.about_{name}")}
    return {**names, "type": "global", "callback_id": name}


def _build_events(url: str | None) -> Json:
    """What Slack tells the app: that somebody opened its Home tab, and over HTTP that a workspace removed it."""
    return {"request_url": url, "bot_events": [HOME_OPENED, *REMOVALS]} if url else {"bot_events": [HOME_OPENED]}


def _build_interactivity(url: str | None) -> Json:
    """Where Slack sends taps and forms, and where menus get their suggestions."""
    return {"is_enabled": True, **({"request_url": url, "message_menu_options_url": url} if url else {})}
