"""Where words typed without a key go, once it is known who asks and core can say what they name."""

from collections.abc import Mapping, Sequence

from bot.errors import UserError
from bot.kit.invocation import Invocation
from bot.kit.registry import Registry, option_help
from bot.kit.spec import PERSON, ROLE, Option, Spec
from bot.kit.words.free import placed, placed_of, spans
from bot.kit.words.parse import Label, near_in
from bot.text import clean, nearest


def is_missing(spec: Spec, args: Mapping[str, str], free: Sequence[str] = ()) -> bool:
    """Say whether so much is missing that the form of ``spec`` opens, when ``free`` are words to be placed."""
    if spec.unless:
        filled = any(args.get(name, "").strip() for name in spec.unless)
        return not filled and not (free and any(one.name in spec.unless and not one.words for one in spec.options))
    missing = [one for one in spec.options if one.required and not args.get(one.name, "").strip()]
    return any(one.words for one in missing) or len(missing) > len(free)


def guessed(spec: Spec, args: Mapping[str, str], free: Sequence[str], label: Label) -> dict[str, str]:
    """Return the arguments for a form: ``free`` stands in the first option that asks core, else where it fits.

    Raises UserError for a word that is nearly one of a closed set's: then no form was meant.
    """
    near, closed = near_in(label), [one for one in spec.options if one.words and one.name not in args]
    for word in free:
        if close := next((hit for one in closed if (hit := near(one, word))), None):
            raise UserError("error.word_near", word=word, near=close)
    home = next((one.name for one in spec.options if one.accepts and one.name not in args), None)
    if home and free:
        return {**args, home: " ".join(free)}
    return {**args, **placed_of(free, [one for one in spec.options if one.name not in args])}


async def resolved(
    registry: Registry, spec: Spec, inv: Invocation, args: Mapping[str, str], free: tuple[str, ...]
) -> Mapping[str, str]:
    """Return all the arguments; raises UserError for a word that has no place."""
    if not free:
        return args
    unfilled = [option for option in spec.options if option.name not in args]
    runs = spans(free)
    known = {one.name: await registry.accepts[one.accepts](inv, runs) for one in unfilled if one.accepts}
    near = near_in(inv.words.choice)
    try:
        return {**args, **placed(free, unfilled, known, near, strict=True)}
    except UserError as error:
        if error.key != "error.word":
            raise
        explained = await _explained(registry, spec, inv, unfilled, error)
        if explained.key != "error.word_fits" or any(one.fits for one in unfilled):
            raise explained from None
    return {**args, **placed(free, unfilled, known, near)}  # to the first, whose own refusal says most


async def picked(spec: Spec, inv: Invocation, args: Mapping[str, str]) -> Mapping[str, str]:
    """Return the arguments with people and roles as core keeps them; raises UserError for text that names none."""
    found = dict(args)
    for option in spec.options:
        typed = clean(args.get(option.name, "")) if option.kind in (PERSON, ROLE) else ""
        if typed:
            value = await inv.envelope.picker.read(option.kind, typed)
            if value is None and not option.lenient:
                raise UserError(f"error.{option.kind}", field=option.name, word=typed)
            found[option.name] = value or typed
    return found


async def _explained(
    registry: Registry, spec: Spec, inv: Invocation, unfilled: Sequence[Option], error: UserError
) -> UserError:
    """Add to a word without a place what could stand there, and the nearest that is offered to the caller."""
    could = [one for one in unfilled if not one.keyed]
    if not could:
        return error
    known = "; ".join(option_help(spec, one, inv.words.language) for one in could)
    labels = [
        choice.label for one in could if one.suggest for choice in await registry.suggestions[one.suggest](inv, "")
    ]
    labels += [inv.words.choice(one.kind, word) for one in could for word in one.words]
    near = nearest(str(error.params["word"]), labels)
    if near:
        return UserError("error.word_fits_near", word=error.params["word"], known=known, near=near)
    return UserError("error.word_fits", word=error.params["word"], known=known)
