"""What somebody is told instead of what they asked for: one sentence, which fits a card whatever they had typed."""

import secrets
from dataclasses import replace

import structlog

from bot.errors import UserError
from bot.kit.cards.markup import Markup, escape
from bot.kit.cards.reply import Card, Reply, shorten
from bot.kit.i18n import Param, Words
from bot.kit.spec import Spec

_log = structlog.get_logger("callboard.dispatch")
_QUOTED = 600  # characters, as a card counts them, of anything that a sentence quotes


def refusal(said: Words, key: str, **params: Param) -> Reply:
    """Return the sentence ``key`` as an answer that leaves everything as it was."""
    return Reply(Card(body=said.m(key, **params)), refused=True)


def refused(error: UserError, spec: Spec | None, said: Words) -> Reply:
    """Return an error's sentence, also for beside the field where it is about one of what ``spec`` takes."""
    params = {name: shorten(it, _QUOTED) if isinstance(it, str) else it for name, it in error.params.items()}
    fields = {option.name for option in spec.options} if spec else set()
    errors = {error.field: said.t(error.key, **params)} if error.field in fields else {}
    return replace(refusal(said, error.key, **params), errors=errors)


def rescued(reply: Reply, kept: Card, said: Words) -> Reply:
    """Return a refusal with what ``kept`` notes and its buttons beneath it, and no word of nothing being kept."""
    nothing = said.t("error.nothing_saved")
    errors = {name: told.removesuffix(nothing).rstrip() for name, told in reply.errors.items()}
    body = Markup(reply.card.body.removesuffix(escape(nothing)).rstrip())
    return replace(reply, card=replace(reply.card, body=body, note=kept.note, buttons=kept.buttons), errors=errors)


def log_unforeseen(error: Exception, route: str) -> str:
    """Write what nobody foresaw to the log; returns the reference to find it by."""
    reference = secrets.token_hex(4)
    _log.error("unforeseen", reference=reference, route=route, exc_info=error)
    return reference
