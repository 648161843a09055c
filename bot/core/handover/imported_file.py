"""Reads a campaign file that somebody sent: the campaign, or every problem with its line and column."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from bot.config.checks import Where
from bot.config.document import Document
from bot.config.files import parse_strict
from bot.core.campaign_files.campaign_export import Entries, list_entries, write_entries
from bot.core.campaign_files.campaign_file import CampaignFile, Cost, parse_campaign
from bot.core.drafts.trouble import Trouble
from bot.errors import Blank, ConfigError, Problem

_DATED: tuple[Where, ...] = (("opens",), ("closes",))


class FileProblem(Struct, frozen=True):
    """A problem at a line and column, from 1. Its sentence is the catalog's ``key``, or the parser's ``sentence``."""

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
        return _sort(_place(self.document, one) for one in troubles)


class RefusedFile(Struct, frozen=True):
    """A file that the parser refuses, with its problems. ``document`` is None if it can't be read at all."""

    document: Document | None
    problems: tuple[Problem, ...]

    def list_sound_entries(self) -> Entries:
        """What can be judged all the same: keys in which the parser finds no fault, and dates as typed.

        Not who sees it: that takes the file's org, which may be somebody else's and is looked up in a sound file alone.
        """
        faulty = {"audience", *(one.where[0] for one in self.problems if one.where)}
        data = self.document.data.items() if self.document else ()
        return {name: value for name, value in data if name not in faulty or _is_date(name, value)}

    def report(self, troubles: Iterable[Trouble] = ()) -> tuple[FileProblem, ...]:
        """Every problem of the file, with what else was found. That a date has passed says more than its format."""
        if self.document is None:
            return tuple(map(_make_problem, self.problems))
        more = [one for one in troubles if one.key]
        passed = {one.where for one in more if one.where in _DATED}
        own = [_make_problem(one) for one in self.problems if one.where not in passed]
        return _sort([*own, *(_place(self.document, one) for one in more)])


def read_sent_campaign(data: bytes, name: str, zone: str, cost: Cost) -> SentCampaign | RefusedFile:
    """Read a file of that name, or find what the parser refuses in it. ``zone`` is the coalition's."""
    document = None
    try:
        document = parse_strict(data, name)
        return SentCampaign(document, parse_campaign(document, zone, cost))
    except ConfigError as error:
        return RefusedFile(document, error.problems)


def adapt_content(content: CampaignFile, zone: str, cost: Cost, **entries: str | None) -> CampaignFile:
    """The content with other values for some keys of its file; None leaves a key out."""
    changed: Entries = {**list_entries(content), **entries}
    source = write_entries({name: value for name, value in changed.items() if value is not None})
    return parse_campaign(parse_strict(source.encode(), content.key), zone, cost)


def _is_date(name: object, value: object) -> bool:
    return (name,) in _DATED and isinstance(value, str)


def _place(document: Document, trouble: Trouble) -> FileProblem:
    at = document.make_problem(_find_place(document, trouble), trouble.sentence)
    return FileProblem(at.line, at.column, trouble.sentence, trouble.key, trouble.params)


def _find_place(document: Document, trouble: Trouble) -> Where:
    """The path of a trouble; one about a name, such as a member who left, is where the name is."""
    if trouble.where:
        return trouble.where
    targets, name = document.data.get("targets"), trouble.params.get("name")
    if trouble.part == "audience":
        return ("org",)
    if trouble.part != "targets":
        return ("campaign",)
    inner = targets.get("members") if isinstance(targets, dict) else targets
    path: Where = ("targets", "members") if isinstance(targets, dict) and inner else ("targets",)
    return (*path, inner.index(name)) if isinstance(inner, list) and name in inner else path


def _sort(problems: Iterable[FileProblem]) -> tuple[FileProblem, ...]:
    return tuple(sorted(problems, key=lambda one: (one.line, one.column)))


def _make_problem(problem: Problem) -> FileProblem:
    return FileProblem(problem.line, problem.column, problem.sentence)
