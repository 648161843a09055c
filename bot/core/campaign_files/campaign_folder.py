"""The folder of campaign files, read again whenever a file changes. Start with `CampaignFolder`."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.config.document import Document
from bot.config.files import list_yaml_files, load_strict
from bot.core.campaign_files.campaign_checks import find_shared_key
from bot.core.campaign_files.campaign_file import CampaignFile, Cost, parse_campaign
from bot.errors import ConfigError, Problem


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """One file as it was read last.

    ``mark`` changes when the file does. ``key`` is the campaign's, also if only an earlier state of the file had one.
    ``campaign`` is None if the file has ``problems``.
    """

    path: Path
    mark: tuple[int, int, int]
    key: str | None
    document: Document | None
    campaign: CampaignFile | None
    problems: tuple[Problem, ...]


class CampaignFolder:
    """Reads the files of a folder, and knows what each campaign's file looks like now."""

    def __init__(self, path: Path, coalition_timezone: str, cost: Cost = len) -> None:
        self._path, self._timezone, self._cost = path, coalition_timezone, cost
        self._entries = dict[Path, FolderEntry]()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files now."""
        return tuple(problem for entry in self._entries.values() for problem in entry.problems)

    def find(self, key: str) -> FolderEntry | None:
        """A campaign's file, None if it is gone."""
        return next((entry for entry in self._entries.values() if entry.key == key), None)

    def load(self) -> tuple[CampaignFile, ...]:
        """Every campaign, by the names of the files. Raises ConfigError with every problem of every file."""
        if not self._path.is_dir():
            raise ConfigError((Problem(str(self._path), 1, 1, "there is no such folder"),))
        try:
            self._read()
        except OSError as error:
            raise ConfigError(
                (Problem(str(self._path), 1, 1, f"the folder can't be read: {error.strerror}"),)
            ) from None
        if self.problems:
            raise ConfigError(self.problems)
        return tuple(entry.campaign for entry in self._entries.values() if entry.campaign)

    def read_changes(self) -> tuple[CampaignFile, ...]:
        """Look at the folder again; return the campaigns whose files are new or say something else than before.

        A file with a problem changes nothing but its entry. A folder that is away leaves every entry as it was.
        """
        before = self._entries
        try:
            self._read()
        except OSError:
            return ()
        return tuple(self._find_changed(before))

    def forget(self, campaigns: Collection[CampaignFile]) -> None:
        """Let `read_changes` return these campaigns again, since they could not be stored."""
        lost = {campaign.key for campaign in campaigns}
        for path, entry in self._entries.items():
            if entry.key in lost:
                self._entries[path] = replace(entry, document=None, campaign=None)

    def _read(self) -> None:
        found = [self._look(path, self._entries.get(path)) for path in list_yaml_files(self._path)]
        self._entries = {entry.path: entry for entry in _refuse_repeated_keys(found)}

    def _look(self, path: Path, before: FolderEntry | None) -> FolderEntry:
        mark = _mark(path)
        if before and before.mark == mark and before.document:
            return before
        document: Document | None = None
        key = before.key if before else None
        try:
            document = load_strict(path)
            campaign = parse_campaign(document, self._timezone, self._cost)
        except ConfigError as error:
            return FolderEntry(path, mark, key, document, None, error.problems)
        return FolderEntry(path, mark, campaign.key, document, campaign, ())

    def _find_changed(self, before: dict[Path, FolderEntry]) -> Iterator[CampaignFile]:
        versions = {entry.campaign.key: entry.campaign.version for entry in before.values() if entry.campaign}
        for entry in self._entries.values():
            if entry.campaign and versions.get(entry.campaign.key) != entry.campaign.version:
                yield entry.campaign


def load_campaigns(folder: Path, coalition_timezone: str, cost: Cost = len) -> tuple[CampaignFile, ...]:
    """Read every campaign of a folder once, as `CampaignFolder.load` does."""
    return CampaignFolder(folder, coalition_timezone, cost).load()


def _mark(path: Path) -> tuple[int, int, int]:
    try:
        stat = path.stat()
    except OSError:  # reading it says why
        return 0, 0, 0
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _refuse_repeated_keys(entries: list[FolderEntry]) -> Iterator[FolderEntry]:
    """The entries; a campaign whose key an earlier file has is refused with a problem of the later file."""
    files: dict[object, str] = {}
    for entry in entries:
        repeated = tuple(find_shared_key(entry.document, files)) if entry.document else ()
        if repeated:
            entry = replace(entry, campaign=None, document=None, problems=(*repeated, *entry.problems))
        yield entry
