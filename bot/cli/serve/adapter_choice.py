"""Chooses what connects a process to each platform whose token is set.

A platform that this process doesn't serve gets a sender, which posts and asks: alerts go out through it, and somebody
with a role from there keeps it here.
"""

from collections.abc import Sequence

from bot.adapters import Adapter
from bot.adapters.pacing import MakeLimiter, make_own_limiter
from bot.adapters.shared_pacing import share_limits
from bot.app.app import App
from bot.cli.serve.leased_discord import LeasedDiscord
from bot.cli.serve.watches.presence_watch import SocketWatch
from bot.config.tokens import Tokens
from bot.runtime.duties import Duty, Part


def choose_adapters(app: App, tokens: Tokens, part: Part, sockets: SocketWatch) -> Sequence[Adapter]:
    """The adapters of one process. Imports an SDK only if its platform's token is set."""
    make_limiter = _choose_limits(app)
    found = list[Adapter]()
    if tokens.discord:
        found.append(_make_discord(app, tokens.discord, part, make_limiter))
    if tokens.slack_bot or tokens.many_workspaces:
        found.append(_make_slack(app, tokens, part, make_limiter, sockets))
    return found


def _choose_limits(app: App) -> MakeLimiter:
    return make_own_limiter if app.core.base.store.has_one_process else share_limits(app.core.processes.turns)


def _make_discord(app: App, token: str, part: Part, make_limiter: MakeLimiter) -> Adapter:
    from bot.adapters.discord.adapter import DiscordAdapter
    from bot.adapters.discord.sender import DiscordSender
    from bot.adapters.discord.sharing import Sharing

    presence, config = app.core.processes.presence, app.config
    is_alone = app.core.base.store.has_one_process
    shared = Sharing(part.shards, make_limiter)
    sender = DiscordSender(config.discord, token, sharing=shared)
    if Duty.DISCORD not in part.duties:
        return sender
    sharing = shared if is_alone else Sharing(part.shards, make_limiter, presence.may_serve)
    state, memory = config.folder / "callboard.discord.json", app.core.people.platform_settings

    def make_gateway() -> Adapter:
        return DiscordAdapter(app.dispatcher, config.discord, token, state, memory=memory, sharing=sharing)

    return make_gateway() if is_alone else LeasedDiscord(presence, part, make_gateway, sender)


def _make_slack(app: App, tokens: Tokens, part: Part, make_limiter: MakeLimiter, sockets: SocketWatch) -> Adapter:
    from bot.adapters.slack.adapter import SlackAdapter
    from bot.adapters.slack.sharing import Sharing

    core = app.core
    return SlackAdapter(
        app.dispatcher,
        app.config.slack,
        tokens,
        installations=core.coalition.installations,
        memory=core.people.platform_settings,
        health=app.is_healthy,
        files=core.outbox.stored_files,
        sharing=Sharing(make_limiter, Duty.SLACK in part.duties, sockets.note_hello),
    )
