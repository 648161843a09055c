"""A postcard's design in a campaign file: what it may begin with, and its front's words, shape and colors."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.core.campaign_files.file_parts import Shape, check_words

MAX_BEGINNINGS = 3
MAX_BEGINNING = 300  # characters: people add words of their own
MAX_ART = 60  # characters of the front


class FrontShape(StrEnum):
    """What is drawn on a front: `pictures.postcard.Shape`, by the same names."""

    SUNRISE = "sunrise"
    PEOPLE = "people"
    HOMES = "homes"


_COLOR = re.compile(r"#[0-9a-f]{6}")


def _check_color(text: str) -> str:
    color = text.strip().lower()
    if not _COLOR.fullmatch(color):
        raise ValueError('must be a color such as "#1d3557", in quotes')
    return color


Color = Annotated[str, AfterValidator(_check_color)]
Beginning = Annotated[dict[str, str], check_words(MAX_BEGINNING)]
Beginnings = Annotated[tuple[Beginning, ...], Field(max_length=MAX_BEGINNINGS)]
Art = Annotated[dict[str, str], check_words(MAX_ART)]


class ColorsShape(Shape):
    """The colors of both sides."""

    dark: Color
    light: Color
    warm: Color
