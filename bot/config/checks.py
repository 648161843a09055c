"""Checks that the settings and the campaign files share, and the sentences for values that fail them.

A pydantic validator raises ``ValueError`` with the end of a sentence ("must be at least 5"); the key goes before it.
With whole sentences, or several places to point at, it raises ``FlawsError``. Sentences repeat no value but a number,
because somebody may have pasted a token into the wrong line.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator

from bot.config.zone_names import STATES, find_meant_zone, find_nearest_zone, is_clock
from bot.text import fold, outline

Where: TypeAlias = tuple[str | int, ...]

# pydantic's error type -> the end of our sentence, with pydantic's own details as blanks.
_ENDINGS = {
    "missing": "is missing",
    "string_type": "must be a single text",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "literal_error": "must be {expected}",
    "model_type": "must hold keys of its own, indented below it",
    "dict_type": "must hold keys of its own, indented below it",
    "tuple_type": "must be a list",
    "too_long": "holds {actual_length} entries; at most {max_length} are possible",
    "greater_than_equal": "must be at least {ge:,}; this is {found:,}",
    "less_than_equal": "must be at most {le:,}; this is {found:,}",
    "value_error": "{error}",
}
_BOUNDS = ("greater_than_equal", "less_than_equal")  # their sentences say the number in the file too


@dataclass(frozen=True, slots=True)
class Flaw:
    """A whole sentence about one place below the value that is being validated.

    ``token`` is the offset and text of something inside a text value; ``key`` points at the key instead.
    """

    sentence: str
    where: Where = ()
    token: tuple[int, str] | None = None
    key: bool = False


class FlawsError(ValueError):
    """A validator found several flaws, or one inside a text."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(flaw.sentence for flaw in self.flaws))


def find_closest(word: str, options: Iterable[str]) -> str | None:
    """The option that ``word`` probably means, if any is close."""
    by_fold = {fold(option): option for option in options}
    found = difflib.get_close_matches(fold(word[:100]), by_fold, n=1)
    return by_fold[found[0]] if found else None


def suggest_closest(word: str, options: Iterable[str]) -> str:
    """``; did you mean "..."?``, or an empty text if no option is close."""
    option = find_closest(word, options)
    return f'; did you mean "{option}"?' if option else ""


def describe_error(model: type[BaseModel], error: Any, *, given: bool) -> str:
    """The sentence for one of pydantic's error details. ``given``: the key is in the file."""
    names = [step for step in error["loc"] if isinstance(step, str) and step != "[key]"]
    key = names[-1][:40] if names else "the file"
    if error["type"] == "extra_forbidden":
        return f'"{key}" is not a key used here{suggest_closest(key, _find_fields(model, error["loc"]))}'
    if error["type"] == "missing" and given:
        return f'"{key}" is empty'
    return f'"{key}" {describe_ending(error)}'


def describe_ending(error: Any) -> str:
    """What is wrong with a value by one of pydantic's error details: the end of a sentence that begins with its key."""
    ending = _ENDINGS.get(error["type"], "is not right: {said}")
    numbers = {"found": _parse_whole_number(error["input"])} if error["type"] in _BOUNDS else {}
    return ending.format(said=error["msg"], **numbers, **error.get("ctx", {}))


def _find_fields(model: type[BaseModel], loc: Where) -> Iterable[str]:
    """The known keys at the place ``loc``."""
    for step in loc[:-1]:
        field = model.model_fields.get(str(step))
        if field is not None:
            model = find_model(field.annotation) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def find_model(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as ``tuple[Ask, ...]`` or ``dict[str, Script]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := find_model(part))), None)


def _parse_whole_number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch("-?[0-9]{1,20}", plain := outline(value)):
        return int(plain)
    raise ValueError("must be a whole number, in digits only")


def check_length(text: str, limit: int) -> None:
    """Raise ``ValueError`` with the end of a sentence, which tells both numbers, for a text over ``limit``."""
    if len(text) > limit:
        raise ValueError(f"takes {len(text):,} of {limit:,} characters; shorten it")


def check_time_zone(name: str) -> str:
    """Accept an IANA zone that has a city, or UTC. Raises ``ValueError`` with the end of a sentence."""
    if is_clock(name):
        return name
    meant = find_meant_zone(name) or find_nearest_zone(name)
    suggestion = f'; did you mean "{meant}"?' if meant else f"; in the United States: {', '.join(STATES)}"
    raise ValueError(f"must be an IANA time zone, such as America/New_York{suggestion}")


WholeNumber = Annotated[int, BeforeValidator(_parse_whole_number)]
TimeZone = Annotated[str, AfterValidator(check_time_zone)]
