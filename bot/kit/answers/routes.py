"""Encodes a button's or form's id: the route and its arguments, sealed so that no one can forge it.

An id fits Discord's 100 characters. The seal covers the account that the id was made for and the space it is in.
When the id is opened, both come from the verified request, never from the id.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, unquote

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from msgspec import Struct

from bot.identity import Caller
from bot.kit.cards.limits import LimitError

ID_LIMIT = 100  # Discord's custom_id; Slack's action_id takes 255
_VERSION = "1"
_SEAL_BYTES = 9  # 72 bits: out of reach of guessing through a platform's own rate limits
_OWNED, _ANYONE = "o", "a"
_PLAIN = re.compile(r"[A-Za-z0-9_. -]*")  # most arguments: nothing to quote


class BadRoute(ValueError):
    """An id that was not made for this caller and space, or not by this deployment."""


class Route(Struct, frozen=True):
    """A route's name and its arguments as words, in the order the declaration gives them."""

    name: str
    args: tuple[str, ...] = ()


class Sealer(Struct, frozen=True):
    """Seals routes with the deployment's key. ``list_keys`` gives the key and former ones, if the key can change."""

    key: bytes
    list_keys: Callable[[], Sequence[bytes]] | None = None

    def encode(self, route: Route, caller: Caller, anyone: bool = False) -> str:
        """The id for ``route``. Only ``caller`` may use it, or anyone in the caller's space if ``anyone``.

        Raises LimitError if it is longer than Discord's 100 characters.
        """
        text = "~".join((route.name, *(_quote_arg(arg) for arg in _drop_empty_tail(route.args))))
        flag = _ANYONE if anyone else _OWNED
        sealed = f"{_VERSION}{flag}~{text}~{_seal(self._keys[0], flag, text, caller)}"
        if len(sealed) > ID_LIMIT:
            raise LimitError(
                f"id of {route.name}: {len(sealed)} of {ID_LIMIT}; give the route fewer or shorter arguments"
            )
        return sealed

    def decode(self, sealed: str, caller: Caller) -> Route:
        """The route of an id that ``caller`` pressed. Raises BadRoute unless it was sealed for them."""
        head, _, rest = sealed.partition("~")
        text, _, seal = rest.rpartition("~")
        flag = head[1:]
        genuine = head[:1] == _VERSION and flag in (_OWNED, _ANYONE)
        owners = (caller.account, caller.alias) if caller.alias else (caller.account,)
        seals = [_seal(key, flag, text, replace(caller, account=owner)) for key in self._keys for owner in owners]
        if not genuine or not any(hmac.compare_digest(_encode_text(seal), _encode_text(it)) for it in seals):
            raise BadRoute(head[:2])
        name, *args = text.split("~")
        return Route(name, tuple(unquote(arg) for arg in args))

    @property
    def _keys(self) -> Sequence[bytes]:
        return self.list_keys() if self.list_keys else (self.key,)


def _seal(key: bytes, flag: str, text: str, caller: Caller) -> str:
    owner = caller.account if flag == _OWNED else ""
    message = "\0".join((flag, text, caller.platform, caller.space or "", owner))
    own = _prepare(key).copy()
    own.update(_encode_text(message))
    return urlsafe_b64encode(own.finalize()[:_SEAL_BYTES]).decode()


@lru_cache(4)
def _prepare(key: bytes) -> HMAC:
    """The key made ready for HMAC, which takes longer than one seal. A card has up to 25 of them."""
    return HMAC(key, SHA256())


def _encode_text(text: str) -> bytes:
    """Encode text that may contain lone surrogates: a forged id can carry them in JSON."""
    return text.encode("utf-8", "surrogatepass")


def _quote_arg(arg: str) -> str:
    if _PLAIN.fullmatch(arg):
        return arg
    return quote(arg, safe=" ").replace("~", "%7E")  # urllib never quotes the tilde, which separates arguments here


def _drop_empty_tail(args: Sequence[str]) -> Sequence[str]:
    """Drop empty arguments at the end."""
    while args and not args[-1]:
        args = args[:-1]
    return args
