"""Refuses proxies in the environment that can't be addresses."""

from collections.abc import Mapping

from bot.config.secret_files import ENVIRONMENT
from bot.errors import ConfigError, Problem
from bot.runtime.proxies import is_proxy_address

_FAULT = "is no proxy's address, such as http://proxy.example.org:3128; correct it, or unset it to connect directly"
_ENCODED = "; in a name or password, write %23 for #, %2F for / and %40 for @"


def check_proxies(environ: Mapping[str, str]) -> None:
    """Raise ConfigError with each proxy variable that isn't an address. The sentences hold no part of it."""
    found = {name: environ.get(name) for one in ("https", "http", "all") if (name := _find_name(one, environ))}
    problems = [
        Problem(ENVIRONMENT, 0, 0, f"{name} {_FAULT}{_ENCODED if '@' in written else ''}")
        for name, written in found.items()
        if written and not is_proxy_address(written)
    ]
    if problems:
        raise ConfigError(tuple(problems))


def _find_name(scheme: str, environ: Mapping[str, str]) -> str | None:
    """The variable in force. Like every other program, Callboard prefers the name in lower case."""
    lower = f"{scheme}_proxy"
    return next((name for name in (lower, lower.upper()) if environ.get(name)), None)
