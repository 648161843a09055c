"""Calls a cog's method with what somebody typed, as the values that it takes."""

from collections.abc import Mapping
from typing import Any

from msgspec import structs

from bot.errors import UserError
from bot.kit.cards.reply import Card
from bot.kit.dispatch.either_script import add_other_script, list_either, settle_script
from bot.kit.dispatch.steps import Step
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Answer
from bot.kit.spec import Spec
from bot.kit.words.convert import convert
from bot.kit.words.resolve import find_files, read_picks


async def call_handler(spec: Spec, inv: Invocation, args: Mapping[str, str]) -> Card | Answer:
    """Call the method that ``spec`` declares. Raises UserError."""
    settled = settle_script(spec, args, inv)
    values = convert(spec, await read_picks(spec, inv, settled), inv.words)
    answer = await spec.handler(structs.replace(inv, typed=args), **find_files(spec, inv, values))
    return add_other_script(answer, spec, args, inv)


def convert_early(step: Step, words: Words) -> tuple[Spec, Mapping[str, Any]] | None:
    """What to call, and with what, before the caller is read. None if the caller decides what the words mean."""
    spec = step.spec
    if spec is None or not spec.identifies or step.error or step.free or any(list_either(spec, step.args)):
        return None
    try:
        return spec, convert(spec, step.args, words)
    except UserError:
        return None
