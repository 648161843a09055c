"""The shapes of the unitedstates/congress-legislators project's JSON files, as far as they are read.

Both files name the party, which is not read.
"""

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from bot.core.congress.source_file import SourceFile, refuse_source

Id = Annotated[str, Field(pattern=r"^[A-Z]\d{6}$")]


class _Ids(BaseModel):
    bioguide: Id


class NameRecord(BaseModel):
    first: str
    last: str
    middle: str | None = None
    nickname: str | None = None
    suffix: str | None = None
    official_full: str | None = None


class TermRecord(BaseModel):
    type: Literal["sen", "rep"]
    start: date
    end: date
    state: str
    district: int | None = None
    phone: str | None = None
    state_rank: str | None = None
    senate_class: int | None = Field(default=None, alias="class")


class Legislator(BaseModel):
    id: _Ids
    name: NameRecord
    terms: Annotated[list[TermRecord], Field(min_length=1)]


class DistrictOffice(BaseModel):
    id: str
    city: str
    state: str
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class OfficesOf(BaseModel):
    id: _Ids
    offices: list[DistrictOffice]


LEGISLATORS = TypeAdapter(list[Legislator])
OFFICES = TypeAdapter(list[OfficesOf])
Parsed = TypeVar("Parsed")


def parse_file(shape: TypeAdapter[Parsed], source: SourceFile) -> Parsed:
    """Parse a JSON file. Raises ConfigError with the first place that doesn't match the shape."""
    try:
        return shape.validate_json(source.data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the whole file"
        raise refuse_source(source, f"{place} is not what it should be ({first['msg'][:100]})") from None
