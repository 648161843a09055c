"""A button's or form's id: which route, with which arguments, for whom, sealed so that nobody can write one.

The whole stands within Discord's 100 characters. The seal covers the account it was made for and the space it
stands in; both come from the verified request when it is opened again, never from the id.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from bot.identity import Caller
from bot.kit.cards.reply import LimitError

ID_LIMIT = 100  # Discord's custom_id; Slack's action_id takes 255
_VERSION = "1"
_SEAL_BYTES = 9  # 72 bits: out of reach of guessing through a platform's own rate limits
_OWNED, _ANYONE = "o", "a"


class BadRoute(ValueError):
    """An id that was not made for this caller and space, or not by this deployment."""


@dataclass(frozen=True, slots=True)
class Route:
    """A route's name and its arguments as words, in the order the declaration gives them."""

    name: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals routes with the deployment's key."""

    key: bytes

    def encode(self, route: Route, caller: Caller, anyone: bool = False) -> str:
        """Return the id for ``route``, made for ``caller`` or, in the caller's space, for anyone.

        Raises LimitError when it is longer than Discord's 100 characters.
        """
        text = "~".join((route.name, *(_quoted(arg) for arg in _trimmed(route.args))))
        flag = _ANYONE if anyone else _OWNED
        sealed = f"{_VERSION}{flag}~{text}~{self._seal(flag, text, caller)}"
        if len(sealed) > ID_LIMIT:
            raise LimitError(
                f"id of {route.name}: {len(sealed)} of {ID_LIMIT}; give the route fewer or shorter arguments"
            )
        return sealed

    def decode(self, sealed: str, caller: Caller) -> Route:
        """Return the route of an id pressed by ``caller``; raises BadRoute unless it was sealed for them."""
        head, _, rest = sealed.partition("~")
        text, _, seal = rest.rpartition("~")
        flag = head[1:]
        genuine = head[:1] == _VERSION and flag in (_OWNED, _ANYONE)
        owners = (caller.account, caller.alias) if caller.alias else (caller.account,)
        seals = [self._seal(flag, text, replace(caller, account=owner)) for owner in owners]
        if not genuine or not any(hmac.compare_digest(_bytes(seal), _bytes(it)) for it in seals):
            raise BadRoute(head[:2])
        name, *args = text.split("~")
        return Route(name, tuple(unquote(arg) for arg in args))

    def _seal(self, flag: str, text: str, caller: Caller) -> str:
        owner = caller.account if flag == _OWNED else ""
        message = "\0".join((flag, text, caller.platform, caller.space or "", owner))
        return urlsafe_b64encode(hmac.digest(self.key, _bytes(message), "sha256")[:_SEAL_BYTES]).decode()


def _bytes(text: str) -> bytes:
    """Encode what may hold halves of surrogate pairs: JSON lets a forged id carry them."""
    return text.encode("utf-8", "surrogatepass")


def _quoted(arg: str) -> str:
    return quote(arg, safe=" ").replace("~", "%7E")  # urllib never quotes the tilde, which parts the arguments here


def _trimmed(args: Sequence[str]) -> Sequence[str]:
    """Leave empty arguments at the end out."""
    while args and not args[-1]:
        args = args[:-1]
    return args
