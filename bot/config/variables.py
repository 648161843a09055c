"""Settings from the environment: ``CALLBOARD_SLACK_MODE`` is ``slack.mode``, and comes before the file's.

The names follow from the model, so each setting has one. Values are written as in the file, lists with commas between
their entries. pydantic-settings does the same with JSON for lists; importing it took a third of pydantic's own time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeAlias, get_origin

from pydantic import BaseModel, ValidationError

from bot.config.checks import describe_ending, find_model, suggest_closest
from bot.config.document import Value
from bot.config.files import Model
from bot.config.secret_files import ENVIRONMENT, FILE_SUFFIX, find_secret_source, read_secret
from bot.errors import ConfigError, Problem, make_config_error
from bot.text import DROPPED, clean, find_all_unseen

Path: TypeAlias = tuple[str, ...]  # of keys: ("slack", "mode")

PREFIX = "CALLBOARD_"
STORE_VARIABLE = f"{PREFIX}STORE_URL"  # may hold a password, so it may also be in a file
# What is no setting of the file: the key, what one process of several does, and how the tests run.
_SECRETS = (STORE_VARIABLE, f"{PREFIX}KEY")
_OTHERS = frozenset(
    {f"{PREFIX}KEY", f"{PREFIX}ONLY", f"{PREFIX}SHARDS", f"{PREFIX}LONG_TESTS", f"{PREFIX}REQUIRE_POSTGRES"}
)
# Kubernetes sets these for a Service called callboard, as Docker's links did
# (https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables).
_SERVICE_LINK = re.compile(rf"{PREFIX}(\w+_)?(SERVICE_(HOST|PORT(_\w+)?)|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)")
_LINKED_PORT = re.compile(r"(tcp|udp|sctp)://")


@dataclass(frozen=True, slots=True)
class Variables(Generic[Model]):
    """What the environment says. ``sources`` maps the path of each setting to the name of what sets it.

    Only what is set counts in ``settings``; the rest of it are defaults.
    """

    settings: Model
    sources: Mapping[Path, str]
    problems: tuple[Problem, ...] = ()

    def override(self, settings: Model) -> Model:
        """``settings`` with those of the environment in their place."""
        return _merge(settings, self.settings)


def list_settings(model: type[BaseModel], above: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The path and the type of each setting."""
    for name, field in model.model_fields.items():
        section = find_model(field.annotation)
        if section is None:
            yield (*above, name), field.annotation
        else:
            yield from list_settings(section, (*above, name))


def name_variable(where: Path) -> str:
    """The variable of the setting at ``where``."""
    return PREFIX + "_".join(where).upper()


def read_variables(model: type[Model], environ: Mapping[str, str]) -> Variables[Model]:
    """Read the settings of ``model`` that are in the environment. An empty variable counts as left out."""
    problems = list(_find_unknown(model, environ))
    data: dict[str, Any] = {}
    sources: dict[Path, str] = {}
    for where, kind in list_settings(model):
        name = name_variable(where)
        try:
            text = _read(environ, name)
        except ConfigError as error:
            problems += error.problems
            continue
        if text:
            sources[where] = find_secret_source(environ, name)
            _put(data, where, _split(text) if get_origin(kind) is tuple else text)
    settings, wrong = _parse(model, data)
    return Variables(settings, sources, (*problems, *wrong))


def _read(environ: Mapping[str, str], name: str) -> str:
    """The variable's text, tidied as a file's. Raises ConfigError for hidden characters."""
    text = read_secret(environ, name) if name in _SECRETS else environ.get(name, "")
    for found in islice(find_all_unseen(text, but=DROPPED), 1):
        raise make_config_error(ENVIRONMENT, f"{name} holds a hidden character ({found.code}); delete it")
    return clean(text).strip()


def _split(text: str) -> Value:
    """The entries of a list, which may be in brackets as in the file."""
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    return [entry.strip() for entry in inner.split(",")] if inner.strip() else []


def _put(data: dict[str, Any], where: Path, value: Value) -> None:
    *sections, key = where
    for section in sections:
        data = data.setdefault(section, {})
    data[key] = value


def _parse(model: type[Model], data: Mapping[str, Any]) -> tuple[Model, list[Problem]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return model(), [_describe(model, item) for item in error.errors(include_url=False)]


def _describe(model: type[BaseModel], error: Any) -> Problem:
    """The problem of a wrong value: the sentence about the file, with the variable in place of the key."""
    where = next(path for path, _ in list_settings(model) if path == error["loc"][: len(path)])
    return Problem(ENVIRONMENT, 0, 0, f"{name_variable(where)} {describe_ending(error)}", where)


def _find_unknown(model: type[BaseModel], environ: Mapping[str, str]) -> Iterator[Problem]:
    given = [name for name in environ if name.startswith(PREFIX)]
    if not given:
        return
    known = _OTHERS | {name_variable(where) for where, _ in list_settings(model)}
    known |= {f"{name}{FILE_SUFFIX}" for name in _SECRETS}
    for name in given:
        if name not in known and not _is_service_link(name, environ[name]):
            sentence = f"{name[:80]} is not a variable used here{suggest_closest(name, known)}"
            yield Problem(ENVIRONMENT, 0, 0, sentence)


def _is_service_link(name: str, value: str) -> bool:
    return bool(_SERVICE_LINK.fullmatch(name)) or (name.endswith("PORT") and bool(_LINKED_PORT.match(value)))


def _merge(below: Model, above: Model) -> Model:
    """``below`` with what was given to ``above``."""
    given = {name: getattr(above, name) for name in above.model_fields_set}
    return below.model_copy(
        update={
            name: _merge(getattr(below, name), value) if isinstance(value, BaseModel) else value
            for name, value in given.items()
        }
    )
