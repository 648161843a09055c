"""Reads the YAML files that people write: from a path to a document, from a document to a model."""

import codecs
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.config.checks import FlawsError, Where, describe_error
from bot.config.document import Document, make_problem, read_document
from bot.errors import ConfigError, Problem

TABLES = frozenset({".csv", ".tsv", ".txt"})  # what spreadsheets save
SAVE_AS = "in Excel: File, Save As, “CSV UTF-8”"
MAX_BYTES = 256 * 1024  # a campaign in seven languages takes a tenth of it; the catalog of sentences a quarter

Model = TypeVar("Model", bound=BaseModel)


def list_yaml_files(folder: Path) -> list[Path]:
    """The YAML files of a folder, by name, without hidden ones."""
    # Hidden files are editors' and file managers' own: "._drive.yaml" is a Mac's, ".drive.yaml.swp" an editor's.
    visible = (it for it in folder.iterdir() if not it.name.startswith("."))
    return sorted(it for it in visible if it.suffix.casefold() in {".yaml", ".yml"})


def load_strict(path: Path) -> Document:
    """Read one YAML file of at most ``MAX_BYTES``.

    Raises ``ConfigError`` if it can't be read, or with every problem of form.
    """
    return parse_strict(_read(path), str(path))


def read_text(path: Path) -> str:
    """Read a text file with the same limits and errors. Every line ends with a line feed."""
    return _decode(_read(path), str(path))


def parse_strict(raw: bytes, file: str) -> Document:
    """Read the bytes of a file as `load_strict` does. Problems show the name ``file``."""
    return read_document(file, _decode(raw, file))


def _read(path: Path) -> bytes:
    try:
        # Without O_NONBLOCK, opening a named pipe without a writer would wait forever.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise _make_refusal(str(path), "this is no regular file")
            _check_size(str(path), about.st_size)
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _make_refusal(str(path), "there is no such file") from None
    except OSError as error:
        raise _make_refusal(str(path), f"the file can't be read: {error.strerror}") from None


def _decode(raw: bytes, file: str) -> str:
    _check_size(file, len(raw))
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        source = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        raise ConfigError((make_problem(file, before, len(before), _describe_encoding(raw, file)),)) from None
    if Path(file).suffix.casefold() in TABLES and "\0" in source:  # UTF-16 without its mark decodes as UTF-8
        raise _make_refusal(file, _describe_encoding(raw, file))
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _check_size(file: str, size: int) -> None:
    if size > MAX_BYTES:
        raise _make_refusal(file, f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read")


def _describe_encoding(raw: bytes, file: str) -> str:
    """Which encoding the bytes suggest, and how to save the file in the right one."""
    is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw
    how = f" ({SAVE_AS})" if Path(file).suffix.casefold() in TABLES else ""
    return f"this is {'UTF-16' if is_wide else 'not UTF-8'}; save the file as UTF-8{how}"


def parse_model(
    model: type[Model], document: Document, context: Mapping[str, Any] | None = None, also: Iterable[Problem] = ()
) -> Model:
    """The document as ``model``. Validators find ``context`` in ``info.context``.

    Raises ``ConfigError`` with every problem, in the order of the file. ``also`` holds problems found outside the
    model, so that people see all of them at once.
    """
    problems = list(also)
    try:
        parsed = model.model_validate(document.data, context=dict(context or {}))
    except ValidationError as error:
        for item in error.errors(include_url=False):
            problems.extend(_find_problems(model, document, item))
        raise _sort_problems(problems) from None
    if problems:
        raise _sort_problems(problems)
    return parsed


def _find_problems(model: type[BaseModel], document: Document, error: Any) -> Iterator[Problem]:
    where: Where = tuple(step for step in error["loc"] if step != "[key]")
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, FlawsError):
        for flaw in cause.flaws:
            yield document.make_problem(where + flaw.where, flaw.sentence, key=flaw.key, token=flaw.token)
        return
    at_key = error["type"] == "extra_forbidden" or "[key]" in error["loc"]
    sentence = describe_error(model, error, given=where in document.keys) + _find_hint(document, where, error["type"])
    yield document.make_problem(where, sentence, key=at_key)


def _find_hint(document: Document, where: Where, kind: str) -> str:
    """What to add to a sentence if YAML probably read something other than the author meant."""
    if kind == "missing" and document.is_comment(where):
        return "; what follows a # is a comment, so put text that begins with # in quotes"
    if kind == "string_type" and document.begins_with(where, "[{"):
        return "; put text that begins with [ or { in quotes"
    if kind == "tuple_type" and document.begins_with(where, "-"):
        return "; a space must follow the - of each entry"
    return ""


def _sort_problems(problems: Iterable[Problem]) -> ConfigError:
    return ConfigError(tuple(sorted(problems, key=lambda problem: (problem.line, problem.column))))


def _make_refusal(file: str, sentence: str) -> ConfigError:
    return ConfigError((Problem(file, 1, 1, sentence),))
