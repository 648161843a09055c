"""One thing that is missing or wrong in a draft."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from bot.config.checks import Where
from bot.errors import Blank


class Trouble(Struct, frozen=True):
    """Something missing or wrong: the part whose form mends it, its place in the campaign file, and the sentence.

    The sentence is the catalog's ``key`` with ``params``, or else the parser's own ``sentence``. ``choices`` are texts
    for the field, each with its label; one of them may be meant.
    """

    part: str
    where: Where
    key: str = ""
    params: Mapping[str, Blank] = MappingProxyType({})
    sentence: str = ""
    choices: tuple[tuple[str, Blank], ...] = ()
