"""Names in campaign files that match nobody, each with its place. `check` and `congress update` show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from bot.config.document import Document
from bot.config.files import list_yaml_files, load_strict
from bot.config.settings import Config
from bot.core.campaign_files.campaign_file import parse_campaign
from bot.core.campaigns.references import Fault, Reference, fetch_org_names, find_faulty_names
from bot.core.congress.congress import load_newest_directory
from bot.core.congress.seat_mark_rows import load_marks
from bot.core.directory.members import Directory
from bot.core.directory.seat_marks import SeatMark
from bot.core.directory.terms import find_sitting
from bot.core.times.clock import now
from bot.errors import Problem
from bot.kit.cards.markup import measure_cost
from bot.store.engine import Tx
from bot.store.glance import glance


@dataclass(frozen=True, slots=True)
class Found:
    """What is certainly wrong with campaign files, and what can't be checked until data are loaded."""

    wrong: tuple[Problem, ...]
    unsure: tuple[Problem, ...]


async def examine(config: Config, directory: Directory | None = None) -> Found:
    """Look up the names in the campaign files, in ``directory`` or in the loaded data.

    `load_campaigns` has already checked the files. Raises Unavailable if the database can't be read.
    """
    loaded, orgs, marks = await glance(config.store.url, _read) or (Directory(), None, ())
    known = find_sitting(directory or loaded, now(), config.congress.vacant, marks)
    found = [pair for path in list_yaml_files(config.campaigns) for pair in _find_problems(path, config, known, orgs)]
    return Found(
        tuple(problem for fault, problem in found if fault.certain),
        tuple(problem for fault, problem in found if not fault.certain),
    )


async def _read(tx: Tx) -> tuple[Directory, frozenset[str] | None, tuple[SeatMark, ...]]:
    return await load_newest_directory(tx, Directory()), await fetch_org_names(tx), await load_marks(tx)


def _find_problems(
    path: Path, config: Config, known: Directory, orgs: frozenset[str] | None
) -> Iterator[tuple[Fault, Problem]]:
    document = load_strict(path)
    for one in find_faulty_names(parse_campaign(document, config.coalition.timezone, measure_cost), known, orgs):
        yield (
            one.fault,
            document.make_problem(_find_place(document, one), _choose_sentence(one.fault).format(name=one.name)),
        )


def _find_place(document: Document, one: Reference) -> tuple[str | int, ...]:
    """The path of a name in its file."""
    if one.fault in (Fault.ORG, Fault.UNCHECKED_ORG):
        return ("org",)
    if one.fault in (Fault.COMMITTEE, Fault.NOBODY):
        return ("targets", "committee")
    targets = document.data.get("targets")
    within = targets.get("members") if isinstance(targets, dict) else targets
    where = ("targets", "members") if isinstance(targets, dict) else ("targets",)
    return (*where, within.index(one.name)) if isinstance(within, list) else where


def _choose_sentence(fault: Fault) -> str:
    """What is wrong with a name, which fills the blank."""
    match fault:
        case Fault.MEMBER:
            return "{name} isn't in the data on Congress: they have left, or the id is mistyped"
        case Fault.VACANT:
            return "{name} holds a seat that is marked as vacant"
        case Fault.COMMITTEE:
            return "{name} is no committee of Congress"
        case Fault.NOBODY:
            return "the data on Congress name nobody who sits on the committee {name}"
        case Fault.ORG:
            return 'there is no organization called "{name}"; add it with /org add, or correct it here'
        case Fault.UNCHECKED_ORG:
            return 'whether there is an organization called "{name}" isn\'t known: there is no database yet'
        case Fault.UNCHECKED:
            return "whether {name} is in Congress isn't known; get the data with: callboard congress update"
        case _:
            assert_never(fault)
