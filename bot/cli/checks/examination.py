"""`callboard doctor`: tries everything that Callboard needs from outside, once."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.app.keyring import load_existing_keys
from bot.cli.checks.path_check import check_left_databases, check_paths
from bot.cli.checks.process_report import examine_process
from bot.cli.checks.proxy_trial import examine_proxies
from bot.cli.upkeep.folder_backup import check_backups
from bot.config.required_tokens import find_lack, list_platforms
from bot.config.secret_files import read_secret
from bot.config.settings import Config
from bot.config.tokens import DISCORD, SLACK_BOT, Tokens
from bot.errors import ConfigError, Unavailable
from bot.runtime.findings import Finding, mend, ok

if TYPE_CHECKING:
    from bot.core.base.schedules import ScheduleState


async def examine(config: Config, tokens: Tokens) -> AsyncIterator[Finding]:
    """Findings as they come: first what `run` needs to start, then each platform whose token is set."""
    from bot.store import doctor as store

    yield _check_campaigns(config)
    async for finding in examine_proxies():
        yield finding
    for finding in await store.examine(config.store.url):
        yield finding
    yield await _check_key(config)
    for finding in (
        *await _check_rotation(config),
        *await _check_rows(config),
        *await _check_updates(config),
        *await _check_marks(config),
    ):
        yield finding
    now = datetime.now(UTC)
    for finding in (
        *check_backups(config, now, *await _load_backup_states(config)),
        *check_paths(config, now),
        *await check_left_databases(config, now),
        *await _check_processes(config, tokens),
    ):
        yield finding
    for finding in await examine_process(config.monitoring):
        yield finding
    lack = find_lack(config.slack.mode, tokens) if tokens != Tokens() else ""
    if lack:
        yield mend(lack)
    if tokens.discord:
        from bot.adapters.discord import doctor as discord

        for finding in await discord.examine(config.discord, tokens.discord):
            yield finding
    else:
        yield ok(f"Discord is not used: {DISCORD} is not set")
    if tokens.slack_bot or tokens.many_workspaces:
        from bot.adapters.slack import doctor as slack

        installed = await _load_installations(config) if tokens.many_workspaces else ()
        for finding in await slack.examine(config.slack, tokens, installed):
            yield finding
    elif not lack:
        yield ok(f"Slack is not used: {SLACK_BOT} is not set")


def _check_campaigns(config: Config) -> Finding:
    """Read every campaign file, as a start does."""
    from bot.core.campaign_files.campaign_folder import load_campaigns
    from bot.kit.cards.markup import measure_shown_cost

    try:
        found = load_campaigns(config.campaigns, config.coalition.timezone, measure_shown_cost)
    except ConfigError as error:
        more = f" (and {len(error.problems) - 1} more: callboard check)" if len(error.problems) > 1 else ""
        return mend(f"{error.problems[0]}{more}")
    return ok(f"Every campaign file can be read ({len(found)})")


async def _check_key(config: Config) -> Finding:
    """Check that the key exists, is whole, private and this database's. Never makes one."""
    from bot.core.base.keys.key_file import FILE, VARIABLE, load_keys
    from bot.core.base.keys.key_state import has_key, matches_key
    from bot.store.glance import glance

    url = config.store.url
    folder = url.path.parent if url.engine == "sqlite" else None
    try:
        # A database may be older than its key: `congress update` needs none.
        if (
            not read_secret(os.environ, VARIABLE)
            and folder
            and not (folder / FILE).exists()
            and not await glance(url, has_key)
        ):
            return ok(f"{folder / FILE} will be made at the first start")
        keys = load_keys(os.environ, folder, has_key=True)
        fitting = await glance(url, lambda tx: matches_key(tx, keys))
    except ConfigError as error:
        return mend(str(error.problems[0]))
    except Unavailable:  # the database's own finding says so
        return ok("There is a key; whether it is this database's can't be seen")
    if fitting is False:
        return mend("The key isn't the one this database is in use with: put that one back, or nobody is known")
    return ok(f"The key {keys.id} is there, and nobody else can read it")


async def _check_rotation(config: Config) -> tuple[Finding, ...]:
    """Say how far a rotation of the key is, if there is one."""
    from bot.core.upkeep.rotation import list_needs
    from bot.store.glance import glance

    try:
        keys = await load_existing_keys(config)
        if keys is None or not keys.state.former:
            return ()
        former = " and ".join(one.id for one in keys.former)
        needs = await glance(config.store.url, lambda tx: list_needs(tx, keys))
    except (ConfigError, Unavailable):  # other findings say so
        return ()
    lacking = len(keys.state.former) - len(keys.former)
    if lacking:
        return (mend("A former key is missing here, and something still needs it: put it back beside the current one"),)
    if needs:
        rest = "something still needs it. For what, and until when: callboard key rotate"
        return (ok(f"The key was changed. The former key is {former}: {rest}"),)
    return (ok(f"Nothing needs the former key {former} anymore. To drop it: callboard key rotate --finish"),)


async def _load_installations(config: Config) -> tuple[tuple[str, str], ...]:
    """The token and the day of each Slack installation. The token is empty if its row can't be read."""
    from bot.core.coalition.installations import load_installed
    from bot.store.glance import glance

    try:
        keys = await load_existing_keys(config)
        found = await glance(config.store.url, lambda tx: load_installed(tx, keys)) if keys else ()
    except (ConfigError, Unavailable):  # the database's own finding says so
        return ()
    days = ((one, _name_day(one.at)) for one in found or ())
    return tuple((str((one.content or {}).get("bot_token") or ""), day) for one, day in days)


async def _check_rows(config: Config) -> tuple[Finding, ...]:
    """Look for rows that can't be read, even while Callboard runs. Without a database there are no findings."""
    from bot.core.base.keys.key_state import matches_key
    from bot.core.upkeep.damage import advise, examine_all
    from bot.core.upkeep.phantom_roles import describe_phantom, find_phantom_roles
    from bot.store.glance import glance

    try:
        keys = await load_existing_keys(config)
        if keys and await glance(config.store.url, lambda tx: matches_key(tx, keys)) is False:
            return ()  # the key's own finding says so
        damaged = await glance(config.store.url, lambda tx: examine_all(tx, keys)) if keys else None
        phantoms = await glance(config.store.url, lambda tx: find_phantom_roles(tx, keys)) if keys else None
    except (ConfigError, Unavailable):  # the database's own finding says so
        return ()
    if damaged is None:
        return ()
    unreadable = tuple(mend(advise(one)) for one in damaged) or (ok("Every row of the database can be read"),)
    return (*unreadable, *(mend(describe_phantom(one)) for one in phantoms or ()))


async def _check_updates(config: Config) -> tuple[Finding, ...]:
    """Say how the last updates of the public data went."""
    from bot.core.base.schedules import Scheduled, load_schedule_state
    from bot.store.glance import glance

    try:
        congress = await glance(config.store.url, lambda tx: load_schedule_state(tx, Scheduled.CONGRESS))
        states = await glance(config.store.url, lambda tx: load_schedule_state(tx, Scheduled.STATES))
    except Unavailable:  # the database's own finding says so
        return ()
    return (
        *(describe_updates(congress) if congress else ()),
        *(describe_updates(states, "state legislatures", "states update") if states else ()),
    )


async def _load_backup_states(config: Config) -> tuple["ScheduleState | None", "ScheduleState | None"]:
    """How scheduled backups and drills went lately, None where nobody can tell."""
    from bot.core.base.schedules import Scheduled, load_schedule_state
    from bot.store.glance import glance

    try:
        backup = await glance(config.store.url, lambda tx: load_schedule_state(tx, Scheduled.BACKUP))
        return backup, await glance(config.store.url, lambda tx: load_schedule_state(tx, Scheduled.DRILL))
    except Unavailable:  # the database's own finding says so
        return None, None


async def _check_marks(config: Config) -> tuple[Finding, ...]:
    """Say which seats of Congress admins marked, and which of these marks ended lately."""
    from bot.cli.legislators.seat_mark_lines import read_marks

    try:
        return tuple([ok(line) for line in await read_marks(config)])
    except Unavailable:  # the database's own finding says so
        return ()


async def _check_processes(config: Config, tokens: Tokens) -> tuple[Finding, ...]:
    """Say which processes run on a PostgreSQL database, and what none of them does."""
    from bot.core.processes.gaps import describe_process, describe_sockets, list_gaps
    from bot.core.processes.process_rows import fetch_living
    from bot.store.glance import glance

    if config.store.url.engine == "sqlite":
        return ()
    try:
        living = await glance(config.store.url, fetch_living)
    except Unavailable:  # the database's own finding says so
        return ()
    if not living:
        return (ok("No process of Callboard runs on this database now"),)
    gaps = [*list_gaps(living, list_platforms(tokens))]
    gaps += [describe_sockets(one.foreign_sockets) for one in living if one.foreign_sockets][:1]
    return (*(ok(describe_process(one, living)) for one in living), *map(mend, gaps))


def describe_updates(
    state: "ScheduleState", what: str = "Congress", command: str = "congress update"
) -> tuple[Finding, ...]:
    """Why the last scheduled update of the data on ``what`` failed, or when one succeeded. None before the first."""
    if state.failed_at is not None:
        retry = f"It is tried again every hour; to try at once: callboard {command}"
        failed = f"The data on {what} couldn't be updated on {_name_day(state.failed_at)}."
        return (mend(f"{failed} {state.problem} {retry}"),)
    return (ok(f"The data on {what} were updated on {_name_day(state.done_at)}"),) if state.done_at else ()


def _name_day(at: int) -> str:
    return datetime.fromtimestamp(at / 1_000_000, UTC).date().isoformat()
