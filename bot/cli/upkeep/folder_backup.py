"""Backups into a folder that keeps some by a rule: `backup` without a file, by hand, by cron or by schedule."""

from datetime import UTC, datetime
from pathlib import Path

from bot.cli.support.counts import write_count
from bot.config.settings import Config
from bot.config.spans import Keep
from bot.core.base.keys.key_state import read_key_ids
from bot.core.base.schedules import ScheduleState
from bot.errors import ConfigError
from bot.runtime.findings import Finding, mend, ok
from bot.store.copies.backup_folder import FoundBackup, add_backup, delete_old, list_backups, read_drill
from bot.store.glance import glance

_LATE = 2 * 86_400  # seconds: a daily backup that is older was missed
_DRILL_SLACK = 2 * 86_400  # seconds that a drill may be late


async def back_up_into(config: Config, folder: Path, keep: Keep) -> list[str]:
    """Make one more backup in the folder, and delete those that ``keep`` doesn't keep. Gives sentences.

    Raises ConfigError or Unavailable, and then deletes nothing.
    """
    address = config.store.url
    made = add_backup(folder, address, await glance(address, read_key_ids) or (), datetime.now(UTC))
    lines = [f"Backed up to {made.path}. {describe_keys(made.note.keys)}"]
    gone, changed = delete_old(folder, address, keep)
    if gone:
        lines.append(f"Deleted {write_count(len(gone), 'older backup')}. Kept are the newest of {keep}.")
    lines += [f"{path.name} isn't as it was made, so it was left alone." for path in changed]
    return lines


def describe_keys(keys: tuple[str, ...]) -> str:
    """Which key a backup needs."""
    if not keys:
        return "There was no key yet."
    named = " and ".join(keys)
    return f"It needs the key {named}, which is not in it: keep that apart, or the backup is of no use."


def find_newest(config: Config) -> FoundBackup | None:
    """The newest backup of this database in its folder. Raises ConfigError if the folder can't be read."""
    own = str(config.store.url)
    return next((one for one in list_backups(config.backup.folder) if one.note.database == own), None)


def check_backups(
    config: Config, now: datetime, backup: ScheduleState | None = None, drill: ScheduleState | None = None
) -> tuple[Finding, ...]:
    """What `doctor` says of the backups. ``backup`` and ``drill`` are how scheduled ones went, if that is known."""
    failed = (
        *_explain_failure("backup", "callboard backup", config.backup.at is not None, backup),
        *_explain_failure("restore drill", "callboard restore --drill", config.backup.drill is not None, drill),
    )
    return (*_check_newest(config, now), *failed)


def _explain_failure(what: str, command: str, is_scheduled: bool, state: ScheduleState | None) -> tuple[Finding, ...]:
    """Why the last scheduled work failed. Nothing if it succeeded, or if it has no schedule anymore."""
    if not is_scheduled or state is None or state.failed_at is None:
        return ()
    at = datetime.fromtimestamp(state.failed_at / 1_000_000, UTC)
    retry = f"It is tried again every hour; to try now: {command}"
    return (mend(f"The scheduled {what} failed, last on {at:%Y-%m-%d %H:%M} UTC. {state.problem} {retry}"),)


def _check_newest(config: Config, now: datetime) -> tuple[Finding, ...]:
    try:
        newest = find_newest(config)
    except ConfigError as error:
        return (mend(str(error.problems[0])),)
    if newest is None:
        if config.backup.at is None:
            return (ok("No backups are made by schedule: set backup.at in config.yaml, or run callboard backup"),)
        return (mend(f"There's no backup in {config.backup.folder} yet. To make one now: callboard backup"),)
    made = f"The last backup is from {_name_age(newest.made_at, now)}, in {config.backup.folder}"
    late = (now - newest.made_at).total_seconds() > _LATE
    if late:
        made = f"{made}: later ones failed, and the log says why. To make one now: callboard backup"
    return (mend(made) if late else ok(made), *_check_drill(config, now))


def _check_drill(config: Config, now: datetime) -> tuple[Finding, ...]:
    note, try_now = read_drill(config.backup.folder), "To try now: callboard restore --drill"
    if note is None:
        never = "No restore drill was made yet, so nobody knows whether a backup can be restored."
        return (mend(f"{never} {try_now}") if config.backup.drill else ok(f"{never} {try_now}"),)
    at = datetime.fromtimestamp(note.at / 1_000_000, UTC)
    done = f"The last restore drill, of {note.backup}, was {_name_age(at, now)}"
    if note.problem:
        return (mend(f"{done} and failed: {note.problem}"),)
    if config.backup.drill and (now - at).total_seconds() > config.backup.drill + _DRILL_SLACK:
        return (mend(f"{done}: later ones failed, and the log says why. {try_now}"),)
    return (ok(f"{done}, and all was right"),)


def _name_age(at: datetime, now: datetime) -> str:
    hours = int((now - at).total_seconds() // 3600)
    age = write_count(hours, "hour") if hours < 48 else write_count(hours // 24, "day")
    return f"{at:%Y-%m-%d %H:%M} UTC, {age} ago"
