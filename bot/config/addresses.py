"""Addresses among the settings: of sites, of sockets, of the machine itself.

Each check raises ``ValueError`` with the end of a sentence, see `bot.config.checks`.
"""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from bot.config.checks import WholeNumber

_PUBLIC = re.compile(
    r"https://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?:/[\w./~-]*)?", re.ASCII | re.I
)


def _check_address(text: str, schemes: tuple[str, str]) -> str:
    """Check a base address, and drop the slash at its end."""
    try:
        parts = urlsplit(text)
        extra = parts.username or parts.query or parts.fragment or parts.port == 0 or re.search(r"\s", text)
        good = parts.scheme in schemes and parts.hostname and not extra
    except ValueError:  # a bracket or a port that can't be read
        good = False
    if not good:
        raise ValueError(f"must be an address that begins with {schemes[0]}:// or {schemes[1]}://")
    return text.rstrip("/")


def _check_web(text: str) -> str:
    return _check_address(text, ("https", "http"))


def _check_state_address(text: str) -> str:
    """Check an address in which ``{state}`` is to be replaced."""
    if text.count("{state}") != 1:
        raise ValueError('must have "{state}" in it once, where the two letters of a state belong')
    return _check_web(text)


def _check_public(text: str) -> str:
    """Check an address that people open in a browser, and drop the slash at its end."""
    if not _PUBLIC.fullmatch(text):
        raise ValueError("must be the address that people reach, such as https://callboard.example.org")
    return text.rstrip("/")


def _check_socket(text: str) -> str:
    return _check_address(text, ("wss", "ws"))


def _check_domain(text: str) -> str:
    if not re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z0-9-]+", text.casefold(), re.ASCII):
        raise ValueError("must hold names like callboard.example, without https:// and what follows the name")
    return text.casefold()


def _check_host(text: str) -> str:
    if not re.fullmatch(r"[\w.:-]+", text, re.ASCII):
        raise ValueError("must be the address to listen on, such as 127.0.0.1 or 0.0.0.0")
    return text


def _parse_none(value: object) -> object:
    return None if value == "none" else value  # what is left empty has its default


WebAddress = Annotated[str, AfterValidator(_check_web)]
OptionalAddress = Annotated[WebAddress | None, BeforeValidator(_parse_none)]
StateAddress = Annotated[str, AfterValidator(_check_state_address)]
SocketAddress = Annotated[str, AfterValidator(_check_socket)]
PublicAddress = Annotated[str, AfterValidator(_check_public)]
Domain = Annotated[str, AfterValidator(_check_domain)]
Host = Annotated[str, AfterValidator(_check_host)]
Port = Annotated[WholeNumber, Field(ge=0, le=65535)]
OptionalPort = Annotated[Port | None, BeforeValidator(_parse_none)]
