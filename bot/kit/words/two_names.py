"""Two names typed in a row: where one ends and the other begins can be unclear, so a refusal says how to tell."""

from collections.abc import Mapping, Sequence

from bot.errors import UserError
from bot.kit.options import Option
from bot.kit.spec import Spec


def find_two_names(
    spec: Spec | None, free: Sequence[str], args: Mapping[str, str], error: UserError
) -> tuple[str, str] | None:
    """The two options whose names a refused command may have confused, None if it confused none.

    ``free`` are the words typed without a key, and ``args`` what they became. Words in quotes stay together, so they
    are one of ``free``.
    """
    options = list_names(spec) if spec and spec.kind == "command" else []
    names = [one.name for one in options]
    if len(names) != 2 or error.field not in names or error.settled is not None or _is_asked(options, error):
        return None
    other = names[1 - names.index(error.field)]
    is_unclear = not (args.get(error.field) and args.get(other))
    is_bare = len(free) > 1 and not any(" " in unit for unit in free)
    is_run = (args.get(error.field) or args.get(other)) not in free
    return (names[0], names[1]) if is_unclear and is_bare and is_run else None


def list_names(spec: Spec) -> list[Option]:
    """A command's options that take names, where it needs both: one is new, or neither goes without the other."""
    open_text = [one for one in spec.options if not one.kind and not one.words and not one.keyed and not one.fits]
    has_new = any(one.required and not one.accepts for one in open_text)
    return [one for one in open_text if has_new or one.name in spec.unless]


def _is_asked(options: Sequence[Option], error: UserError) -> bool:
    """Whether the error asks which words are the new name."""
    return bool(error.choices) and any(one.name == error.field and not one.accepts for one in options)
