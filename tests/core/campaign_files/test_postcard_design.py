"""A postcard's design in a campaign file: it survives an export, and every flaw has its place."""

from typing import get_args

import pytest

from bot.config.files import parse_strict
from bot.core.campaign_files.campaign_export import write_campaign
from bot.core.campaign_files.campaign_file import Colors, parse_campaign
from bot.core.campaign_files.postcard_shape import FrontShape
from bot.errors import ConfigError
from bot.pictures.postcard import Shape
from tests.services import ZONE, campaign

CARD = "  - {key: card, type: postcard, title: Send one"
DESIGN = "beginnings: [{en: Please help., ko: 도와주십시오.}, Vote yes.], art: Together, shape: homes, colors: {%s}"
COLORS = "dark: '#1D3557', light: '#ffffff', warm: '#c8553d'"


def test_a_design_survives_an_export() -> None:
    designed = campaign("vof", "actions:", f"{CARD}, {DESIGN % COLORS}}}")
    [action] = designed.actions
    assert action.beginnings == ({"en": "Please help.", "ko": "도와주십시오."}, {"en": "Vote yes."})
    assert (action.art, action.shape) == ({"en": "Together"}, "homes")
    assert action.colors == Colors("#1d3557", "#ffffff", "#c8553d")
    assert get_args(Shape) == tuple(FrontShape)
    assert parse_campaign(parse_strict(write_campaign(designed).encode(), "f"), ZONE) == designed


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        (f"{CARD}, url: 'https://example.org', art: Together}}", "without a url"),
        ("  - {key: call, type: call, title: Call, beginnings: [Hello]}", "belongs to postcards"),
        (f"{CARD}, beginnings: [a, b, c, d]}}", "beginnings"),
        (f"{CARD}, colors: {{dark: red, light: '#ffffff', warm: '#000000'}}}}", "must be a color"),
        (f"{CARD}, art: {{ko: 가족}}}}", "English"),
        (f"{CARD}, art: '{'x' * 61}'}}", "61 of 60"),
        (f"{CARD}, shape: ../../etc/passwd}}", "'sunrise', 'people' or 'homes'"),
        (f"{CARD}, image: card.png}}", "image"),  # nobody names a picture
    ],
)
def test_flaws_say_what_is_wrong(entries: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        campaign("vof", "actions:", entries)
