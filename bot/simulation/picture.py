"""A simulated day as a picture: commands and answering times by the minute, the alerts, and the limits. Plain."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, log10
from xml.etree import ElementTree

from bot.simulation.ledger import SLOW_SECONDS, Minute
from bot.simulation.plan.model import BEGINS, MINUTE
from bot.simulation.platforms.screens import ANSWER_SECONDS

_WIDTH, _HEIGHT = 1280, 730
_LEFT, _RIGHT = 90.0, 1250.0
_LOAD, _TIMES = (110.0, 400.0), (470.0, 690.0)  # top and bottom of each panel
_LEAST, _MOST = 0.003, 30.0  # seconds at the bottom and the top of the lower panel, on a logarithmic scale
_TICKS = (0.01, 0.1, 1.0, 10.0)
_INK, _QUIET, _GRID, _BARS = "#1f2933", "#52606d", "#d9e2ec", "#9fb3c8"
_SLOWEST, _MEDIAN, _LATE, _ALERT = "#b44d12", "#0b69a3", "#ba2525", "#5f370e"
Point = tuple[float, float]

_FONT = "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. ``alerts`` are seconds of the day, ``hours`` how long it was planned."""

    title: str
    lines: tuple[str, ...]
    minutes: Mapping[int, Minute]
    alerts: tuple[float, ...]
    hours: float

    @property
    def length(self) -> int:
        """The minutes on the axis: whole hours."""
        return int(ceil(max(self.hours, (max(self.minutes, default=0) + 1) / 60)) * 60)


def draw_picture(chart: Chart) -> bytes:
    """The picture as SVG, which any browser shows."""
    root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"})
    root.attrib |= {"width": str(_WIDTH), "height": str(_HEIGHT), "viewBox": f"0 0 {_WIDTH} {_HEIGHT}"}
    ElementTree.SubElement(root, "title").text = f"{chart.title}. {' '.join(chart.lines)}"
    root.set("font-family", _FONT)
    _add(root, "rect", width=_WIDTH, height=_HEIGHT, fill="#ffffff")
    _write(root, chart.title, _LEFT, 38, size=22, weight="600")
    for number, line in enumerate(chart.lines):
        _write(root, line, _LEFT, 62 + 19 * number, size=14, fill=_QUIET)
    _draw_hours(root, chart)
    _draw_load(root, chart)
    _draw_times(root, chart)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _draw_hours(root: ElementTree.Element, chart: Chart) -> None:
    for hour in range(chart.length // 60 + 1):
        x = _find_x(hour * 60, chart)
        for top, bottom in (_LOAD, _TIMES):
            _draw_line(root, (x, top), (x, bottom))
            _write(root, f"{int(BEGINS) + hour}:00", x, bottom + 20, size=13, anchor="middle", fill=_QUIET)
    for at in chart.alerts:
        x = _find_x(at / MINUTE, chart)
        for top, bottom in (_LOAD, _TIMES):
            _draw_line(root, (x, top), (x, bottom), _ALERT, "5 4")
        _write(root, "alert", x + 5, _LOAD[0] + 14, size=13, fill=_ALERT)


def _draw_load(root: ElementTree.Element, chart: Chart) -> None:
    top, bottom = _LOAD
    most = _round_up(max((one.count for one in chart.minutes.values()), default=1))
    _write(root, "Commands a minute", _LEFT, top - 8, size=14, weight="600")
    for part in range(5):
        y = bottom - (bottom - top) * part / 4
        _draw_line(root, (_LEFT, y), (_RIGHT, y))
        _write(root, f"{most * part / 4:,.0f}", _LEFT - 8, y + 4, size=13, anchor="end", fill=_QUIET)
    heights = [
        (number, (chart.minutes[number].count if number in chart.minutes else 0) / most)
        for number in range(chart.length)
    ]
    corners = [(_find_x(number + 0.5, chart), bottom - (bottom - top) * height) for number, height in heights]
    outline = [(_LEFT, bottom), *corners, (_RIGHT, bottom)]
    _add(root, "polygon", points=_join(outline), fill=_BARS)


def _draw_times(root: ElementTree.Element, chart: Chart) -> None:
    top, _ = _TIMES
    _write(root, "Until the answer, in seconds", _LEFT, top - 8, size=14, weight="600")
    for tick in _TICKS:
        y = _find_y(tick)
        _draw_line(root, (_LEFT, y), (_RIGHT, y))
        _write(root, f"{tick:g}", _LEFT - 8, y + 4, size=13, anchor="end", fill=_QUIET)
    for seconds, said in ((ANSWER_SECONDS, "3 s: the platforms give up"), (SLOW_SECONDS, "1 s")):
        y = _find_y(seconds)
        _draw_line(root, (_LEFT, y), (_RIGHT, y), _LATE, "2 4")
        _write(root, said, _RIGHT - 4, y - 4, size=12, anchor="end", fill=_LATE)
    for share, color in ((0.99, _SLOWEST), (0.5, _MEDIAN)):
        for run in _list_runs(chart.minutes):
            points = [(_find_x(one + 0.5, chart), _find_y(chart.minutes[one].find_percentile(share))) for one in run]
            _add(root, "polyline", points=_join(points), fill="none", stroke=color, stroke_width=1.8)
    _write(root, "99 of 100 answers came within this", _LEFT + 260, top - 8, size=14, fill=_SLOWEST)
    _write(root, "half of them within this", _LEFT + 545, top - 8, size=14, fill=_MEDIAN)
    late = [number for number, one in sorted(chart.minutes.items()) if one.late]
    for number in late:
        _add(root, "circle", cx=_find_x(number + 0.5, chart), cy=_find_y(_MOST) + 8, r=4, fill=_LATE)
    if late:
        _write(root, "● minutes with late answers", _LEFT + 745, top - 8, size=14, fill=_LATE)


def _list_runs(minutes: Mapping[int, Minute]) -> Iterator[list[int]]:
    """Minutes with answers, in runs without a gap: nothing is drawn where nobody asked."""
    run = list[int]()
    for number in sorted(number for number, one in minutes.items() if one.count):
        if run and number > run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _find_x(minute: float, chart: Chart) -> float:
    return _LEFT + (_RIGHT - _LEFT) * minute / chart.length


def _find_y(seconds: float) -> float:
    top, bottom = _TIMES
    within = min(max(seconds, _LEAST), _MOST)
    return bottom - (bottom - top) * log10(within / _LEAST) / log10(_MOST / _LEAST)


def _round_up(most: int) -> int:
    """The next 1, 2, 4 or 8 with noughts behind it, so that a quarter of it is round too."""
    step: int = 10 ** max(0, len(str(most)) - 1)
    return next(factor * step for factor in (1, 2, 4, 8, 10) if factor * step >= max(most, 4))


def _join(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _write(
    root: ElementTree.Element,
    text: str,
    x: float,
    y: float,
    *,
    size: int,
    anchor: str = "start",
    weight: str = "400",
    fill: str = _INK,
) -> None:
    drawn = _add(root, "text", x=x, y=y, fill=fill, font_size=size, text_anchor=anchor, font_weight=weight)
    drawn.text = text


def _draw_line(
    root: ElementTree.Element,
    begin: Point,
    end: Point,
    color: str = _GRID,
    dashes: str = "",
) -> None:
    drawn = _add(root, "line", x1=begin[0], y1=begin[1], x2=end[0], y2=end[1], stroke=color)
    if dashes:
        drawn.set("stroke-dasharray", dashes)


def _add(root: ElementTree.Element, tag: str, **attributes: float | str) -> ElementTree.Element:
    """Add an element. Attributes have a hyphen where their names here have an underscore."""
    written = {
        name.replace("_", "-"): f"{value:.1f}" if isinstance(value, float) else str(value)
        for name, value in attributes.items()
    }
    return ElementTree.SubElement(root, tag, written)
