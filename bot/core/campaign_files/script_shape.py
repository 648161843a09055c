"""The model of a script: what to say, and versions for particular members."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from bot.config.checks import Flaw, FlawsError
from bot.core.campaign_files import blanks
from bot.core.campaign_files.file_parts import Key, Shape, tidy

MAX_SCRIPT = 2_600  # characters; a script shares a Discord embed of 4,096 with asks and facts
MAX_WHEN = 8
MAX_FLAWS = 100  # of one text; each is searched for in the file
_EXAMINED = 2 * MAX_SCRIPT  # characters of a text that is far too long anyway


def _clean_script(text: str, info: ValidationInfo) -> str:
    cost: Callable[[str], int] = (info.context or {}).get("cost", len)
    size = cost(tidy(text))
    flaws = [*islice(_find_blank_flaws(text[:_EXAMINED]), MAX_FLAWS)]
    if size > MAX_SCRIPT:
        flaws.append(Flaw(f"the script takes {size:,} of {MAX_SCRIPT:,} characters; shorten it"))
    if not tidy(text):
        flaws.append(Flaw('"text" is empty'))
    if flaws:
        raise FlawsError(flaws)
    return tidy(text)


def _find_blank_flaws(text: str) -> Iterable[Flaw]:
    for found in blanks.find_unknown(text):
        known = ", ".join(f"{{{{{name}}}}}" for name in blanks.NAMES)
        hint = f'did you mean "{{{{{found.suggestion}}}}}"?' if found.suggestion else f"the blanks are {known}"
        blank = found.blank
        yield Flaw(f'there is no blank "{blank.text[:40]}"; {hint}', token=(blank.offset, blank.text))
    for stray in blanks.find_strays(text):
        yield Flaw(
            f'"{stray.text}" without its other half; write a blank on one line, such as {{{{name}}}}',
            token=(stray.offset, stray.text),
        )


Text = Annotated[str, AfterValidator(_clean_script)]


class WhenShape(Shape):
    """A script for members of one chamber of Congress, for those whom a campaign calls in a state, or for members with
    a known position on an ask.

    A delegate sits in the House without a floor vote, so a version for delegates wins over one for the House.
    """

    chamber: Literal["house", "senate", "delegate", "state", "governor"] | None = None
    ask: Key | None = None
    position: Literal["yes", "no", "undecided"] | None = None
    text: Text

    @model_validator(mode="after")
    def _check_for_whom(self) -> "WhenShape":
        if (self.ask is None) != (self.position is None):
            raise FlawsError([Flaw('"ask" and "position" go together; name both or neither')])
        if self.chamber is None and self.ask is None:
            raise FlawsError([Flaw('these words are for nobody; name a "chamber", or an "ask" and a "position"')])
        return self


class ScriptShape(Shape):
    """What to say in one language. It is shown as a draft until it is reviewed."""

    reviewed: bool = False
    text: Text
    when: Annotated[tuple[WhenShape, ...], Field(max_length=MAX_WHEN)] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The text and all its versions."""
        return (self.text, *(other.text for other in self.when))
