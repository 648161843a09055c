"""Takes what is measured at Callboard's edges. This one drops it; `bot.cli.monitoring.metrics` keeps it.

Every word that is passed belongs to a closed set, such as a command's name. Nothing here takes an id, a person's name,
an org, a campaign, a ZIP or anything that somebody typed.
"""

from enum import StrEnum

OTHER = "other"  # for a word that is missing, or isn't in its set


class DatabaseWait(StrEnum):
    """What a unit of work waits for before it begins."""

    COMMIT = "commit"  # its turn to be committed, with others
    CONNECTION = "connection"  # a connection to PostgreSQL that is free


class SendKind(StrEnum):
    """What is asked of a platform that nobody waits for."""

    POST = "post"
    EDIT = "edit"
    DIRECT = "direct"  # a direct message
    REMOVAL = "removal"  # of a temporary file


class Meter:
    """Drops measurements. All times are seconds."""

    def record_request(self, platform: str, kind: str, name: str, reason: str, seconds: float) -> None:
        """A request was answered. ``reason`` is the key of a refusal's sentence, empty if it was done."""

    def record_wait(self, what: DatabaseWait, seconds: float) -> None:
        """A unit of work waited; of those that share a commit, the first."""

    def record_commit(self, units: int, seconds: float) -> None:
        """So many units of work shared a commit, which took so long."""

    def record_retry(self, units: int) -> None:
        """So many units of work run again, each alone: one of them broke a rule, or met another process's lock."""

    def record_database_failure(self) -> None:
        """The database couldn't do a unit of work, or all those of a commit."""

    def record_send(self, platform: str, kind: SendKind, result: str, refusal: str, seconds: float) -> None:
        """A platform answered. ``refusal`` says why it refused, empty if it didn't."""

    def record_delivery(self, platform: str, seconds: float) -> None:
        """An alert or a campaign's own post was posted, so long after it should have been."""


UNMEASURED = Meter()
