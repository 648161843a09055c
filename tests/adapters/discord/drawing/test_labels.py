"""Every label with a name fits where Discord shows it, however long or wide the name is."""

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.drawing.forms import build_modal
from bot.adapters.discord.drawing.render import draw
from bot.kit.cards.labels import make_choices
from bot.kit.cards.markup import escape
from bot.kit.cards.reply import BUTTON_LABEL, CHOICES, Button, Card, Field, Form, shorten
from tests.platforms.discord.checks.form_limits import STRING, check_choices, check_modal
from tests.platforms.discord.checks.message_limits import check_message

WIDE = (
    "多米尼加" * 40,
    "👩‍👩‍👧‍👦" * 30,
    "&<>" * 60,
    "*_~`|" * 40,
    "ﷺ" * 120,
    "e\u0301" * 90,
    "W" * 300,
    "Ł" * 99,
    "\u202eabc" * 30,
)
NAMES = st.lists(st.one_of(st.sampled_from(WIDE), st.text(min_size=1, max_size=300)), min_size=1, max_size=CHOICES)


@given(NAMES)
def test_menus_and_suggestions_of_any_names_fit(names: list[str]) -> None:
    choices = make_choices((f"v{number}", name) for number, name in enumerate(names))
    for suggest in (None, "offices"):
        for hint in ("x" * 90, "多" * 300):
            field = Field("office", "Office", choices=choices, suggest=suggest, value=names[0])
            form = Form("log", "Log", (field,), "Save", "id")
            assert list(check_modal(build_modal(form, hints={"office": hint}).to_dict())) == []
            assert list(check_modal(build_modal(form, {"office": hint}).to_dict())) == []
    offered = [{"name": choice.label, "value": choice.value} for choice in choices if choice.label.strip()]
    assert list(check_choices({"choices": offered}, STRING)) == []


@given(NAMES)
def test_buttons_with_any_names_fit(names: list[str]) -> None:
    labels = [shorten(name, BUTTON_LABEL) for name in names if name.strip()]
    buttons = tuple(Button(label, "x", id=f"1o~x~{number}") for number, label in enumerate(labels))
    drawing = draw(Card("Pick one", escape(" "), buttons=buttons))
    drawn = {
        "embeds": [one.to_dict() for one in drawing.embeds],
        "components": drawing.controls.rows if drawing.controls else [],
    }
    assert list(check_message(drawn, 0)) == []
