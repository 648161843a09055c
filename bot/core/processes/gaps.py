"""What no living process does, as sentences for an admin."""

from collections.abc import Collection, Sequence

from bot.core.processes.places import find_holder
from bot.core.processes.process_rows import Process
from bot.runtime.duties import ONLY, SHARDS, Duty, Part, find_unserved

_NAMES = {Duty.DISCORD: "Discord", Duty.SLACK: "Slack"}


def list_gaps(living: Collection[Process], platforms: Collection[Duty]) -> tuple[str, ...]:
    """What nobody does, of what the tokens for ``platforms`` allow."""
    done = {duty for one in living for duty in one.duties}
    found = [
        f"Nobody answers on {_NAMES[duty]}: start callboard run {ONLY} {duty}"
        for duty in Duty
        if duty in platforms and duty not in done
    ]
    if Duty.DELIVERY not in done:
        found.append(
            f"Nobody delivers, so alerts, reminders and changed cards wait: start callboard run {ONLY} delivery"
        )
    served = {one.shards for one in living if one.serves_discord}
    if Duty.DISCORD in platforms and Duty.DISCORD in done and not served:
        found.append("Nobody serves any of Discord's shards: the log of each process that runs for Discord says why")
    if unserved := find_unserved(served):
        count, first = unserved
        found.append(
            f"Nobody serves {count} of Discord's {first.total} shards, and {first.first} is the first of them: start "
            f"callboard run {ONLY} discord {SHARDS} {first.first}/{first.total}, or a process for all of them"
        )
    return tuple(found)


def describe_process(one: Process, living: Sequence[Process]) -> str:
    """What one of the ``living`` processes does."""
    return f"The process {one.id} runs: {Part(one.duties, one.shards)}{_describe_wait(one, living)}"


def _describe_wait(one: Process, living: Sequence[Process]) -> str:
    if Duty.DISCORD not in one.duties or one.serves_discord:
        return ""
    return ", as a standby for Discord" if find_holder(one, living) else ", and isn't connected to Discord"


def describe_sockets(foreign: int) -> str:
    """What it means that a Slack app has connections of no process here."""
    connections = "a connection" if foreign == 1 else f"{foreign} connections"
    return (
        f"Slack counts {connections} of this app that no process on this database has. Does another Callboard with "
        "another database use the same SLACK_APP_TOKEN? Then each gets a part of what people do: give it an app of its "
        "own. A connection that broke may be counted for some minutes too"
    )
