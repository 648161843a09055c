"""The pages of Discord where people add the app: to a server, or to their own account."""

from urllib.parse import urlencode

import discord

from bot.kit.cards.outbound import InstallLink, InstallTarget

# View Channel, Send Messages, Send Messages in Threads, Embed Links, Attach Files and, to find the bot's own posts
# after a crash, Read Message History:
# https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags
INVITED = 1 << 10 | 1 << 11 | 1 << 38 | 1 << 14 | 1 << 15 | 1 << 16
_PAGE = "https://discord.com/oauth2/authorize"
_GUILD, _USER = 0, 1  # integration types
_BOT, _COMMANDS = "bot", "applications.commands"


def make_invitation(application: object) -> str:
    """The address of the page that adds the app with this id to a server."""
    query = {"client_id": application, "integration_type": _GUILD, "scope": f"{_BOT} {_COMMANDS}"}
    return f"{_PAGE}?{urlencode({**query, 'permissions': INVITED})}"


def list_installs(application: discord.AppInfo) -> tuple[InstallLink, ...]:
    """The pages that work for everybody.

    Only its owner can add an app that isn't public, and nobody can add one to an account while **User Install** is off.
    """
    if not application.bot_public:
        return ()
    links = [InstallLink(InstallTarget.SPACE, make_invitation(application.id))]
    if application.user_integration_config:
        query = urlencode({"client_id": application.id, "integration_type": _USER, "scope": _COMMANDS})
        links.append(InstallLink(InstallTarget.PERSON, f"{_PAGE}?{query}"))
    return tuple(links)
