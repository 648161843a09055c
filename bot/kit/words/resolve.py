"""Resolves words that only core or the platform can, once the caller is known: free words, people and roles."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple

from msgspec import structs

from bot.errors import UserError
from bot.kit.cards.reply import FreeWords
from bot.kit.descriptions import describe_option
from bot.kit.invocation import Invocation
from bot.kit.options import CHANNEL, FILE, PERSON, ROLE, Option
from bot.kit.registry import Registry
from bot.kit.spec import Spec
from bot.kit.words.bare_keys import split_bare_keys
from bot.kit.words.fillers import drop_fillers, drop_lead, is_filler
from bot.kit.words.free import (
    Accepted,
    check_near,
    find_closest,
    list_runs,
    place_known,
    place_words,
    takes_text,
)
from bot.kit.words.joined_names import read_joined_names
from bot.kit.words.near_choices import (
    find_near_choices,
    find_near_label,
    find_near_pair,
    list_offered,
    list_splits,
    place_near_choices,
)
from bot.kit.words.own_language.spellings import Label
from bot.kit.words.parse import fill_closed_sets, make_near
from bot.kit.words.strays import move_strays
from bot.mentions import has_mention
from bot.phrases import list_choices, make_phrase
from bot.text import clean


def is_missing(spec: Spec, args: Mapping[str, str], free: Sequence[str] = ()) -> bool:
    """Whether so much is missing that the form of ``spec`` opens. ``free`` are words that still need a place."""
    if spec.unless:
        filled = any(args.get(name, "").strip() for name in spec.unless)
        return not filled and not (free and any(one.name in spec.unless and not one.words for one in spec.options))
    missing = [one for one in spec.options if one.required and not args.get(one.name, "").strip()]
    _, left = take_channels(spec, args, free)
    return any(one.words and not one.grows for one in missing) or len(missing) > len(left)


def take_channels(spec: Spec, args: Mapping[str, str], free: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The arguments that only a channel can fill, and the other words of ``free``."""
    found, left = dict[str, str](), list[str]()
    options = [one for one in spec.options if one.kind == CHANNEL and one.fits and one.name not in args]
    for word in free:
        home = next((one for one in options if one.fits and one.fits(word) and one.name not in found), None)
        if home:
            found[home.name] = word
        else:
            left.append(word)
    return found, left


def guess_arguments(
    spec: Spec, args: Mapping[str, str], free: Sequence[str], label: Label
) -> tuple[Mapping[str, str], FreeWords]:
    """The values of a form: ``free`` words go to the first option that asks core, else where they fit.

    Raises UserError for a word that is nearly in a closed set: then nobody wanted a form.
    """
    near, closed = make_near(label), [one for one in spec.options if one.words and one.name not in args]
    if closest := find_closest(free, closed, near):
        check_near(closest, closed, near)
    channels, free = take_channels(spec, args, free)
    args = {**args, **channels}
    home = next((one.name for one in spec.options if one.accepts and one.name not in args), None)
    if home and free:
        return {**args, home: " ".join(free)}, FreeWords(home, tuple(free))
    placed, strays = place_known(free, [one for one in spec.options if one.name not in args])
    return {**args, **placed}, FreeWords(strays=strays)


async def settle_guess(
    registry: Registry, spec: Spec, inv: Invocation, typed: Sequence[str], taken: Collection[str]
) -> tuple[dict[str, str], FreeWords]:
    """What ``typed`` fills of a form, now that core can be asked; the words that it doesn't know, or nearly knows.

    ``taken`` are the options that have a value already.
    """
    options = [one for one in spec.options if one.name not in taken and not one.keyed and not one.hidden]
    accepted = await list_accepted(registry, inv, options, list_runs(typed), parts=True)
    placed, strays = place_known(typed, options, accepted)
    if takes_text(options):
        return placed, FreeWords(strays=strays)
    telling = tuple(one for one in strays if not is_filler(one))
    near, left = await place_near_choices(registry, inv, [one for one in options if one.name not in placed], telling)
    placed |= {one.option: one.choice.value for one in near}
    named = tuple((one.typed, one.choice.label) for one in near)
    return placed, FreeWords(strays=left or (() if placed or taken else strays), near=named)


async def place_free_words(
    registry: Registry, spec: Spec, inv: Invocation, args: Mapping[str, str], free: tuple[str, ...]
) -> Mapping[str, str]:
    """``args`` with the ``free`` words in the options that take them. Raises UserError for a word without a place."""
    if not free:
        return args
    args = dict(args)
    free = tuple(fill_closed_sets(free, spec.options, args, inv.words.label))
    if not free:
        return args
    has_roles = inv.envelope.picker.has_roles
    unfilled = [one for one in spec.options if one.name not in args and (one.kind != ROLE or has_roles)]
    if joined := await read_joined_names(registry, inv, spec, unfilled, free):
        return {**args, **joined}
    runs = list_runs(free)
    accepted = await list_accepted(registry, inv, unfilled, runs, parts=False)
    keyed, left = split_bare_keys(free, spec.options, args, accepted)
    if left != free:
        return await place_free_words(registry, spec, inv, {**args, **keyed}, left)
    if any(map(is_filler, free)) and not takes_text(spec.options):
        parts = await list_accepted(registry, inv, unfilled, runs, parts=True)
        free = drop_fillers(free, accepted, parts, unfilled) or (() if args else free)  # a refusal names them
    placing = _Placing(registry, spec, inv, args, free, unfilled)
    try:
        return await placing.place(accepted, unfilled, strict=True)
    except UserError as error:
        if error.key != "error.word":
            raise
        return await placing.place_loosely(accepted, runs, error)


class _Placing(NamedTuple):
    """The ``free`` words of a request, and the options that nothing fills yet."""

    registry: Registry
    spec: Spec
    inv: Invocation
    args: Mapping[str, str]
    free: tuple[str, ...]
    unfilled: Sequence[Option]

    async def place(self, known: Accepted, options: Sequence[Option], *, strict: bool) -> Mapping[str, str]:
        """The request's arguments with the words in place, where core accepts ``known``. Raises UserError."""
        placed = place_words(self.free, options, known, make_near(self.inv.words.label), strict=strict)
        placed = await move_strays(self.registry, self.inv, self.free, options, placed, known)
        await _check_picked(self.registry, self.spec, self.inv, self.unfilled, placed)
        return {**self.args, **placed}

    async def place_loosely(self, accepted: Accepted, runs: tuple[str, ...], refusal: UserError) -> Mapping[str, str]:
        """Do the same for words with a ``refusal``: by parts of names, by what may fit, or by what is nearly right."""
        parts = await list_accepted(self.registry, self.inv, self.unfilled, runs, parts=True)
        loose = [structs.replace(one, fits=one.may_fit or one.fits) for one in self.unfilled]
        for known, options in ((parts, self.unfilled), (accepted, loose)):
            with suppress(UserError):  # then the first error says more
                return await self.place(known, options, strict=True)
        if pair := await find_near_pair(self.registry, self.inv, self.unfilled, list_splits(self.free)):
            return {**self.args, **pair}
        return await self._explain_or_place(parts, refusal)

    async def _explain_or_place(self, parts: Accepted, refusal: UserError) -> Mapping[str, str]:
        """Raise what says most, or leave it to the refusal of the option that the words go to."""
        has_own_words = any(one.fits for one in self.unfilled)
        explained = await _explain(self.registry, self.spec, self.inv, self.unfilled, refusal, by_words=has_own_words)
        if (channel := _find_channel(self.unfilled)) and len(self.free) == 1 and not explained.choices:
            return {**self.args, channel: self.free[0]}  # the platform's refusal says how a channel is named there
        if explained.key != "error.word_fits" or has_own_words:
            raise explained from None
        return await self.place(parts, self.unfilled, strict=False)  # the first option's own refusal says most


def _find_channel(options: Sequence[Option]) -> str | None:
    """The option for a channel that its name alone can't fill."""
    return next((one.name for one in options if one.kind == CHANNEL and one.fits), None)


async def list_accepted(
    registry: Registry, inv: Invocation, options: Sequence[Option], runs: tuple[str, ...], *, parts: bool
) -> Mapping[str, Collection[str]]:
    """The runs of words that core accepts, by option: whole names or, with ``parts``, also parts of names.

    A part isn't one only because of a word that says nothing: "a sam" isn't where "sam" isn't.
    """
    found = {one.name: await registry.accepts[one.accepts](inv, runs, parts) for one in options if one.accepts}
    if not parts:
        return found
    return {name: [run for run in known if drop_lead(run) in known] for name, known in found.items()}


async def _check_picked(
    registry: Registry, spec: Spec, inv: Invocation, unfilled: Sequence[Option], placed: Mapping[str, str]
) -> None:
    """Raise UserError for words that went to a picker, name nobody and nothing there, and are like another's name."""
    for option in unfilled:
        typed = clean(placed.get(option.name, ""))
        if not typed or option.lenient or option.kind not in (PERSON, ROLE) or has_mention(typed):
            continue
        if await inv.envelope.picker.read(option.kind, typed) is None:
            others = [one for one in unfilled if one.accepts and one.name not in placed]
            explained = await _explain(registry, spec, inv, others, UserError("error.word", word=typed), by_words=True)
            if explained.choices:
                raise explained


async def read_picks(spec: Spec, inv: Invocation, args: Mapping[str, str]) -> Mapping[str, str]:
    """``args`` with picks as core stores them. Raises UserError for text that names nobody and nothing."""
    found = dict(args)
    for option in spec.options:
        typed = clean(args.get(option.name, "")) if option.kind in (PERSON, ROLE, CHANNEL) else ""
        if typed:
            value = await inv.envelope.picker.read(option.kind, typed)
            if value is None and not option.lenient:
                word = typed if has_mention(typed) else typed.removeprefix(f"{option.kind}:")
                raise UserError(f"error.{option.kind}", field=option.name, word=word)
            found[option.name] = value or typed
    return found


def find_files(spec: Spec, inv: Invocation, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """``values`` with each file in place of its word. Raises UserError for a word that no file came under."""
    found = dict(values)
    for option in spec.options:
        if option.kind == FILE and option.name in found:
            file = inv.envelope.picker.find_file(found[option.name])
            if file is None:
                raise UserError("error.file", field=option.name, word=found[option.name], command=spec.name)
            found[option.name] = replace(file, option=option.name)
    return found


async def _explain(
    registry: Registry,
    spec: Spec,
    inv: Invocation,
    unfilled: Sequence[Option],
    error: UserError,
    *,
    by_words: bool,
) -> UserError:
    """Add to a word without a place what could go there, and the nearest names that the caller is offered.

    ``by_words`` also compares parts of names; else the option's own refusal does it better.
    """
    possible = [one for one in unfilled if not one.keyed]
    if not possible:
        return error
    names = {one.name for one in possible}
    shown = (one for one in registry.suit(spec).options if one.name in names)
    options = (describe_option(spec, one, inv.words.language) for one in shown)
    known = inv.words.list(inv.words.t("offer.quoted", name=one) for one in options)
    word, find = str(error.params["word"]), find_near_choices if by_words else find_near_label
    near = [(one.name, find(word, await list_offered(registry, one, inv))) for one in possible]
    field, choices = next(((name, found) for name, found in near if found), ("", ()))
    if not choices:
        return UserError("error.word_fits", word=word, known=known)
    quoted = list_choices(make_phrase("offer.quoted", name=choice.label) for choice in choices)
    explained = UserError("error.word_fits_near", field=field, word=word, known=known, near=quoted)
    return explained.add_choices((choice.value, choice.label) for choice in choices)
