"""The picture of a day."""

from array import array
from xml.etree import ElementTree

from bot.simulation.ledger import Minute
from bot.simulation.picture import Chart, draw_picture

SVG = "{http://www.w3.org/2000/svg}"


def draw(minutes: dict[int, Minute]) -> ElementTree.Element:
    chart = Chart("A day & a <night>", ("Nothing was lost.",), minutes, (3600.0,), 2)
    return ElementTree.fromstring(draw_picture(chart))  # noqa: S314 - our own


def read_texts(root: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def test_hours_alerts_limits_and_late_minutes_are_drawn() -> None:
    late, quick = Minute(array("f", [0.5, 9.0]), late=1), Minute(array("f", [0.1]))
    root = draw({0: quick, 1: late, 90: quick})
    texts = read_texts(root)
    for said in ("A day & a <night>", "8:00", "10:00", "alert", "Commands a minute", "3 s: the platforms give up"):
        assert said in texts, said
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    assert len(list(root.iter(f"{SVG}polyline"))) == 4  # two lines, each in two runs


def test_a_day_without_anything_is_drawn_too() -> None:
    root = draw({})
    assert "9:00" in read_texts(root)
    assert not list(root.iter(f"{SVG}polyline"))
