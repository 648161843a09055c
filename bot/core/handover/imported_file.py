"""Reads a campaign file that somebody sent: the campaign, or every problem with its line and column."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from bot.config.checks import Where
from bot.config.document import Document
from bot.config.files import parse_strict
from bot.core.campaign_files.campaign_export import Entries, list_entries, write_entries
from bot.core.campaign_files.campaign_file import CampaignFile, Cost, parse_campaign
from bot.core.drafts.draft_check import Trouble
from bot.errors import Blank, ConfigError, Problem


class FileProblem(Struct, frozen=True):
    """A problem at a line and column, from 1. Its sentence is the catalogue's ``key``, or the parser's ``sentence``."""

    line: int
    column: int
    sentence: str = ""
    key: str = ""
    params: Mapping[str, Blank] = MappingProxyType({})


class SentCampaign(Struct, frozen=True):
    """A campaign file as it was sent, and its content."""

    document: Document
    content: CampaignFile

    def place(self, troubles: Iterable[Trouble]) -> tuple[FileProblem, ...]:
        """The problems of these troubles, each at its place in the file."""
        placed = [(self.document.make_problem(self._find_place(one), one.sentence), one) for one in troubles]
        found = [FileProblem(at.line, at.column, one.sentence, one.key, one.params) for at, one in placed]
        return tuple(sorted(found, key=lambda one: (one.line, one.column)))

    def _find_place(self, trouble: Trouble) -> Where:
        """The path of a trouble; one about a name, such as a member who left, is where the name is."""
        if trouble.where:
            return trouble.where
        targets, name = self.document.data.get("targets"), trouble.params.get("name")
        if trouble.part == "audience":
            return ("org",)
        if trouble.part != "targets":
            return ("campaign",)
        inner = targets.get("members") if isinstance(targets, dict) else targets
        path: Where = ("targets", "members") if isinstance(targets, dict) and inner else ("targets",)
        return (*path, inner.index(name)) if isinstance(inner, list) and name in inner else path


def read_sent_campaign(data: bytes, name: str, zone: str, cost: Cost) -> SentCampaign | tuple[FileProblem, ...]:
    """Read a file of that name, or find every problem. ``zone`` is the coalition's."""
    try:
        document = parse_strict(data, name)
        return SentCampaign(document, parse_campaign(document, zone, cost))
    except ConfigError as error:
        return tuple(map(_make_problem, error.problems))


def adapt_content(content: CampaignFile, zone: str, cost: Cost, **entries: str | None) -> CampaignFile:
    """The content with other values for some keys of its file; None leaves a key out."""
    changed: Entries = {**list_entries(content), **entries}
    source = write_entries({name: value for name, value in changed.items() if value is not None})
    return parse_campaign(parse_strict(source.encode(), content.key), zone, cost)


def _make_problem(problem: Problem) -> FileProblem:
    return FileProblem(problem.line, problem.column, problem.sentence)
