"""Forms as modals, and submitted modals as answers. Pure, with nothing remembered in between.

Limits in characters: title, Submit and Close 24, label 2,000, an option's words 75 and its value 150, a text
input 3,000 (Slack's Block Kit reference).
"""

from collections.abc import Mapping

from bot.adapters.slack.drawing.picks import find_channel_id, parse_user_id
from bot.adapters.slack.drawing.place import Place, encode_metadata
from bot.adapters.slack.drawing.render import draw_view
from bot.adapters.slack.drawing.rich import make_block, make_leaf, make_section
from bot.adapters.slack.drawing.text import Json, make_plain_text
from bot.kit.cards.reply import Card, Choice, Field, Form
from bot.kit.options import CHANNEL, CHANNELS, FILE, MOST_CHANNELS, PERSON, ROLE

_TITLE, _LABEL, _OPTION, _VALUE, _INPUT = 24, 2000, 75, 150, 3000
_LONG = 150  # characters from which a text input gets several lines
_FILLED = ".filled"
_CHANNELS_ALONE = {"include": ["public", "private"], "exclude_bot_users": True}  # no direct messages


def build_form_view(form: Form, place: Place, close: str, bare: Form | None = None) -> Json:
    """Build ``form`` as a modal; ``close`` is the label that leaves it.

    ``bare`` is the form that is already open, where this one replaces it with more filled in.
    """
    fields = [_build_input(field, earlier) for field, earlier in _pair_fields(form, bare)]
    return {
        "type": "modal",
        "callback_id": form.name,
        "private_metadata": encode_metadata(place, form.id),
        "title": make_plain_text(form.title, _TITLE),
        "submit": make_plain_text(form.submit, _TITLE),
        "close": make_plain_text(close, _TITLE),
        "blocks": [*_build_note(form), *fields] or [make_block(make_section(make_leaf(form.title)))],
    }


def _build_note(form: Form) -> list[Json]:
    return [make_block(make_section(make_leaf(form.note)))] if form.note else []


def build_card_view(card: Card, place: Place, close: str) -> Json:
    """Build ``card`` as a modal with nothing to submit, under the title of the modal it replaces."""
    return {
        "type": "modal",
        "callback_id": "card",
        "private_metadata": encode_metadata(place),
        "title": make_plain_text(place.title, _TITLE),
        "close": make_plain_text(close, _TITLE),
        "blocks": draw_view(card),
    }


def read_answers(view: Json) -> dict[str, str]:
    """The values of a submitted modal's fields, by option name, without empty ones."""
    values = {_read_name(block_id): _read_value(states) for block_id, states in view["state"]["values"].items()}
    return {name: value for name, value in values.items() if value}


def place_errors(view: Json, errors: Mapping[str, str]) -> dict[str, str]:
    """Key errors by the block ids of ``view``, without errors of fields that aren't shown."""
    blocks = {_read_name(block_id): block_id for block_id in view["state"]["values"]}
    return {blocks[name]: sentence for name, sentence in errors.items() if name in blocks}


def build_options(choices: tuple[Choice, ...]) -> list[Json]:
    """Choices as a menu's options. Slack accepts no empty values."""
    return [_build_option(choice.label, choice.value) for choice in choices if choice.value]


def _pair_fields(form: Form, bare: Form | None) -> list[tuple[Field, Field]]:
    """The fields with their earlier selves; Slack has no roles, so nobody can be asked for one."""
    pairs = zip(form.fields, (bare or form).fields, strict=True)
    return [(field, earlier) for field, earlier in pairs if field.kind != ROLE or field.required]


def _build_input(field: Field, earlier: Field) -> Json:
    """Build a field's input block.

    Where a value, or its label, arrives after the modal opened, the block gets a new id: with the old id, Slack's
    clients keep the field as it is and ignore the new initial value (bolt-js#290, bolt-python#1064).
    """
    is_filled = _read_initial(field) != _read_initial(earlier)
    return {
        "type": "input",
        "block_id": field.name + (_FILLED if is_filled else ""),
        "label": make_plain_text(field.label or field.name, _LABEL),
        "optional": not field.required,
        "element": {"action_id": field.name, **_build_element(field)},
    }


def _read_initial(field: Field) -> Json:
    """What a field shows at first."""
    return {name: it for name, it in _build_element(field).items() if name.startswith("initial")}


def _build_element(field: Field) -> Json:
    if field.kind == FILE:
        return {"type": "file_input", "max_files": 1}
    if field.kind == PERSON:
        picked = parse_user_id(field.value)
        return {"type": "users_select", **({"initial_user": picked} if picked else {})}
    if field.kind == CHANNEL:
        channel = find_channel_id(field.value)
        initial = {"initial_conversation": channel} if channel else {}
        return {"type": "conversations_select", "filter": _CHANNELS_ALONE, **initial}
    if field.kind == CHANNELS:
        channels = [id for word in field.value.split()[:MOST_CHANNELS] if (id := find_channel_id(word))]
        several = {"initial_conversations": channels} if channels else {}
        menu = {"type": "multi_conversations_select", "max_selected_items": MOST_CHANNELS}
        return {**menu, "filter": _CHANNELS_ALONE, **several}
    options = build_options(field.choices)
    chosen = [option for option in options if option["value"] == field.value][:1]
    if field.suggest:
        if field.value and not chosen:
            chosen = [_build_option("", field.value[:_VALUE])]
        return {"type": "external_select", "min_query_length": 0, **_build_initial(chosen)}
    if options:
        return {"type": "static_select", "options": options, **_build_initial(chosen)}
    return _build_text_input(field)


def _build_text_input(field: Field) -> Json:
    longest = max(1, min(field.max_length, _INPUT))
    initial = {"initial_value": field.value[:longest]} if field.value else {}
    return {"type": "plain_text_input", "max_length": longest, "multiline": longest > _LONG, **initial}


def _build_initial(chosen: list[Json]) -> Json:
    return {"initial_option": chosen[0]} if chosen else {}


def _build_option(label: str, value: str) -> Json:
    return {"text": make_plain_text(label or value, _OPTION), "value": value}


def _read_name(block_id: str) -> str:
    return block_id.removesuffix(_FILLED)


def _read_value(states: Json) -> str:
    """The value of an input block's one element: typed text, the value of the choice, or the id of the file."""
    state = next(iter(states.values()))
    files = state.get("files") or [{}]
    option = state.get("selected_option") or {}
    several = " ".join(state.get("selected_conversations") or ())
    picked = state.get("selected_user") or state.get("selected_conversation") or several
    return str(state.get("value") or option.get("value") or picked or files[0].get("id") or "")
