"""Words that no option accepts: finds the option whose refusal says most about them."""

from collections.abc import Sequence

from bot.kit.i18n import LANGUAGE
from bot.kit.invocation import Invocation
from bot.kit.options import Option
from bot.kit.registry import Registry
from bot.kit.words.free import Accepted, is_accepted
from bot.languages import is_language
from bot.text import find_nearest


async def move_strays(
    registry: Registry,
    inv: Invocation,
    free: Sequence[str],
    unfilled: Sequence[Option],
    placed: dict[str, str],
    accepted: Accepted,
) -> dict[str, str]:
    """``placed``, with words that their option doesn't accept moved to the option that they were meant for.

    The name of a language goes to an option for languages. Words right behind a name, and unlike anything their option
    offers, belong to that name: in ``voicemail senator collins`` nobody means a campaign called "collins".
    """
    for option in unfilled:
        run = placed.get(option.name)
        if run is None or option.required or not option.accepts or is_accepted(option, run, accepted):
            continue
        home = next((one.name for one in unfilled if one.kind == LANGUAGE and one.name not in placed), None)
        if home and is_language(run, inv.language or inv.words.language):
            return {**_drop_option(placed, option), home: run}
        before = _find_name_before(free, unfilled, placed, run, accepted)
        if before and not await _is_near(registry, inv, option, run):
            return {**_drop_option(placed, option), before: f"{placed[before]} {run}"}
    return placed


def _drop_option(placed: dict[str, str], option: Option) -> dict[str, str]:
    return {name: run for name, run in placed.items() if name != option.name}


def _find_name_before(
    free: Sequence[str], unfilled: Sequence[Option], placed: dict[str, str], run: str, accepted: Accepted
) -> str | None:
    """The option that took the name right before ``run``."""
    line = f" {' '.join(free)} "
    names = (one for one in unfilled if one.accepts and one.name in placed)
    taken = (one.name for one in names if is_accepted(one, placed[one.name], accepted))
    return next((name for name in taken if f" {placed[name]} {run} " in line), None)


async def _is_near(registry: Registry, inv: Invocation, option: Option, run: str) -> bool:
    """Whether a word of ``run`` is nearly one of a name that ``option`` offers."""
    offered = await registry.suggestions[option.suggest](inv, "") if option.suggest else ()
    known = [word for choice in offered for word in choice.label.split()]
    return any(find_nearest(word, known, part=False) for word in run.split())
