"""Forms as modals, and submitted modals as answers; pure, and nothing is remembered in between.

Limits in characters: title, Submit and Close 24, label 2,000, an option's words 75 and its value 150, a text
input 3,000 (Slack's Block Kit reference).
"""

from collections.abc import Mapping

from bot.adapters.slack.drawing.picks import channel_id_in, user_of
from bot.adapters.slack.drawing.place import Place, metadata
from bot.adapters.slack.drawing.render import view_blocks
from bot.adapters.slack.drawing.rich import block, leaf, section
from bot.adapters.slack.drawing.text import Json, plain_text
from bot.kit.cards.reply import Card, Choice, Field, Form
from bot.kit.options import CHANNEL, PERSON, ROLE

_TITLE, _LABEL, _OPTION, _VALUE, _INPUT = 24, 2000, 75, 150, 3000
_LONG = 150  # characters from which a text input gets several lines
_FILLED = ".filled"


def form_view(form: Form, place: Place, close: str, bare: Form | None = None) -> Json:
    """Return ``form`` as a modal; ``close`` are the words for leaving it.

    ``bare`` is the form that is open already when this one takes its place with more filled in.
    """
    fields = [_input(field, earlier) for field, earlier in _pairs(form, bare)]
    return {
        "type": "modal",
        "callback_id": form.name,
        "private_metadata": metadata(place, form.id),
        "title": plain_text(form.title, _TITLE),
        "submit": plain_text(form.submit, _TITLE),
        "close": plain_text(close, _TITLE),
        "blocks": fields or [block(section(leaf(form.title)))],
    }


def card_view(card: Card, place: Place, close: str) -> Json:
    """Return ``card`` as a modal with nothing to submit, under the title of the one it follows."""
    return {
        "type": "modal",
        "callback_id": "card",
        "private_metadata": metadata(place),
        "title": plain_text(place.title, _TITLE),
        "close": plain_text(close, _TITLE),
        "blocks": view_blocks(card),
    }


def answers(view: Json) -> dict[str, str]:
    """Return what a submitted modal's fields hold, by option name; empty ones are left out."""
    values = {_name(block_id): _value(states) for block_id, states in view["state"]["values"].items()}
    return {name: value for name, value in values.items() if value}


def field_errors(view: Json, errors: Mapping[str, str]) -> dict[str, str]:
    """Return sentences by the block ids of ``view``; one about a field that isn't shown is left out."""
    blocks = {_name(block_id): block_id for block_id in view["state"]["values"]}
    return {blocks[name]: sentence for name, sentence in errors.items() if name in blocks}


def offered(choices: tuple[Choice, ...]) -> list[Json]:
    """Return choices as a menu's options; Slack takes no empty values."""
    return [_option(choice.label, choice.value) for choice in choices if choice.value]


def _pairs(form: Form, bare: Form | None) -> list[tuple[Field, Field]]:
    """The fields with their earlier selves; Slack has no roles, so nobody can be asked for one."""
    pairs = zip(form.fields, (bare or form).fields, strict=True)
    return [(field, earlier) for field, earlier in pairs if field.kind != ROLE or field.required]


def _input(field: Field, earlier: Field) -> Json:
    """Return a field's input block.

    Where a value came in after the modal was opened the block gets another id: with the old one Slack's
    clients keep what stands in the field and ignore the new initial value (bolt-js#290, bolt-python#1064).
    """
    return {
        "type": "input",
        "block_id": field.name + (_FILLED if field.value != earlier.value else ""),
        "label": plain_text(field.label or field.name, _LABEL),
        "optional": not field.required,
        "element": {"action_id": field.name, **_element(field)},
    }


def _element(field: Field) -> Json:
    if field.kind == PERSON:
        picked = user_of(field.value)
        return {"type": "users_select", **({"initial_user": picked} if picked else {})}
    if field.kind == CHANNEL:
        channel = channel_id_in(field.value)
        filter_ = {"include": ["public", "private"], "exclude_bot_users": True}
        initial = {"initial_conversation": channel} if channel else {}
        return {"type": "conversations_select", "filter": filter_, **initial}
    options = offered(field.choices)
    chosen = [option for option in options if option["value"] == field.value][:1]
    if field.suggest:
        if field.value and not chosen:
            chosen = [_option("", field.value[:_VALUE])]
        return {"type": "external_select", "min_query_length": 0, **_initial(chosen)}
    if options:
        return {"type": "static_select", "options": options, **_initial(chosen)}
    return _text_input(field)


def _text_input(field: Field) -> Json:
    longest = max(1, min(field.max_length, _INPUT))
    initial = {"initial_value": field.value[:longest]} if field.value else {}
    return {"type": "plain_text_input", "max_length": longest, "multiline": longest > _LONG, **initial}


def _initial(chosen: list[Json]) -> Json:
    return {"initial_option": chosen[0]} if chosen else {}


def _option(label: str, value: str) -> Json:
    return {"text": plain_text(label or value, _OPTION), "value": value}


def _name(block_id: str) -> str:
    return block_id.removesuffix(_FILLED)


def _value(states: Json) -> str:
    """Return what the one element of an input block holds: typed text, or the value of what was chosen."""
    state = next(iter(states.values()))
    option = state.get("selected_option") or {}
    picked = state.get("selected_user") or state.get("selected_conversation")
    return str(state.get("value") or option.get("value") or picked or "")
