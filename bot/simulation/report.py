"""What a simulated day came to: sentences to read, and files with the picture and all figures."""

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.simulation.alerts import AlertOutcome
from bot.simulation.day import Day
from bot.simulation.ledger import SLOW_SECONDS, find_percentile
from bot.simulation.meter import Load
from bot.simulation.picture import Chart, draw_picture
from bot.simulation.plan.model import BEGINS, list_alerts
from bot.simulation.plan.places import Platform
from bot.simulation.platforms.screens import ANSWER_SECONDS
from bot.simulation.ramp import FASTEST, MARGIN, Found, Step

PICTURE, TABLE, FIGURES = "day.svg", "day.csv", "day.json"
_TROUBLES = 10  # kinds of lines in Callboard's log that are shown


def describe_step(step: Step) -> str:
    """One step of the ramp."""
    held = "held" if step.is_held else "too much"
    slowest = f"99 of 100 within {step.slowest:.2f} s"
    crowd = " The crowd itself was too slow." if step.has_slow_crowd else ""
    line = f"  {step.planned:6.0f} commands a second: {held:8} {slowest}, {step.late} late."
    return f"{line} {describe_load(step.load)}{crowd}"


def describe_found(found: Found) -> list[str]:
    """The speed that a machine holds, and what it means for real days."""
    speed, shape = found.speed, found.shape
    if not found.rate:
        return ["This machine doesn't answer even the slowest step in time."]
    reason = f"a fifth less than the ramp's {found.rate:.0f} commands a second" if speed < FASTEST else "the limit here"
    lines = [
        f"This machine holds {speed:.1f}x: {speed * shape.busiest:,.0f} commands a minute at the peak ({reason}).",
        f"At 1x, such a day has {shape.commands:,} commands, {shape.busiest:,} of them in its busiest minute.",
        "As many people as this would keep it as busy on a day of ten hours:",
    ]
    most = MARGIN * found.rate * 60 / shape.busiest * shape.people
    for people in sorted({10_000, 100_000, 1_000_000, _round(most)}):
        share = people / most
        lines.append(f"  {people:>11,} people a day, {people / 10:>9,.0f} an hour: {share:.0%} of what it holds")
    return lines


def _round(number: float) -> int:
    """Three significant digits."""
    step = 10 ** max(0, len(str(int(number))) - 3)
    return int(number // step * step)


def describe_day(day: Day) -> list[str]:
    """What happened, how long people waited, and what was wrong."""
    ledger, check = day.ledger, day.check
    slow, limit = f"{SLOW_SECONDS:.0f} s", f"{ANSWER_SECONDS:.0f} s"
    lines = [] if day.ended is None else [f"Interrupted at {write_time(day.ended)}: these are the figures until then."]
    lines += [
        f"{day.arrived:,} people gave {ledger.count:,} commands in {day.load.seconds / 60:.1f} minutes.",
        *(_describe_times(platform, ledger.by_platform[platform]) for platform in sorted(ledger.by_platform)),
        f"{ledger.waited:,} answers took over {slow}, {ledger.late:,} over {limit} or never came; "
        f"for {ledger.dropped:,} of these the platform showed an error.",
        f"Calls: {check.confirmed:,} confirmed, {check.lost:,} lost, {check.doubled:,} doubled, "
        f"{check.refused:,} refused, {check.unknown:,} without an answer ({check.unknown_saved:,} of them saved).",
        f"Totals that differ from the calls: {day.wrong_totals:,}.",
        *map(_describe_alert, day.alerts),
        describe_load(day.load),
    ]
    if day.load.callboard and ledger.count:
        lines.append(f"Callboard needed {1000 * day.load.callboard / ledger.count:.1f} ms of CPU for each command.")
    lines += [f"Refused: “{text}” ({count:,}x)" for text, count in ledger.refusals.most_common(_TROUBLES)]
    lines += [f"Callboard's log: {text} ({count:,}x)" for text, count in day.troubles.most_common(_TROUBLES)]
    return lines


def _describe_times(platform: Platform, taken: Sequence[float]) -> str:
    half, most = (find_percentile(taken, share) for share in (0.5, 0.99))
    return (
        f"{platform.title()}: half of {len(taken):,} answers came within {half:.3f} s, 99 of 100 within {most:.3f} s."
    )


def _describe_alert(alert: AlertOutcome) -> str:
    arrived = alert.channels - alert.missing
    return f"Alert {alert.number}: in {arrived:,} of {alert.channels:,} channels, the last after {alert.seconds:.1f} s."


def describe_load(load: Load) -> str:
    """How busy Callboard, the crowd and the machine were, in CPU cores."""
    if not load.seconds:
        return ""
    own, machine = load.callboard, load.machine
    said = f"the crowd used {load.crowd / load.seconds:.2f} CPU cores"
    if own is None or machine is None:
        return f"{said[0].upper()}{said[1:]}."
    others = max(0.0, machine - own - load.crowd) / load.seconds
    return f"Callboard used {own / load.seconds:.2f}, {said}, all other programs {others:.2f}."


def write_time(seconds: float) -> str:
    """A time of the simulated day."""
    minutes = int(BEGINS * 60 + seconds // 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def write_files(folder: Path, day: Day, found: Found | None) -> tuple[Path, ...]:
    """Write the picture, the figures by minute, and all figures, into a folder. Returns the new paths."""
    folder.mkdir(parents=True, exist_ok=True)
    picture, table, figures = folder / PICTURE, folder / TABLE, folder / FIGURES
    picture.write_bytes(draw_picture(make_chart(day)))
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("time", "commands", "median_seconds", "p99_seconds", "late"))
        writer.writerows(_list_rows(day))
    figures.write_text(json.dumps(_list_figures(day, found), indent=1, default=str), "utf-8")
    return picture, table, figures


def make_chart(day: Day) -> Chart:
    """The day's picture."""
    settings, ledger, faults = day.settings, day.ledger, day.faults
    title = (
        f"A simulated call-in day: {day.arrived:,} people in {settings.spaces:,} spaces, {day.speed:.1f} times as fast"
    )
    engine = "PostgreSQL" if settings.beside else "SQLite"
    sizes = f"{ledger.count:,} commands on {engine}, {day.check.confirmed:,} calls confirmed. "
    sizes += "Nothing was lost, doubled or late." if not faults else " ".join(faults)
    alerts = list_alerts(settings.hours) if day.ended is None else ()
    shown = tuple(at for at in list_alerts(settings.hours) if day.ended is None or at < day.ended) or alerts
    return Chart(title, (sizes,), ledger.minutes, shown, settings.hours)


def _list_rows(day: Day) -> Sequence[tuple[object, ...]]:
    return [
        (write_time(number * 60), one.count, *(round(one.find_percentile(share), 4) for share in (0.5, 0.99)), one.late)
        for number, one in sorted(day.ledger.minutes.items())
    ]


def _list_figures(day: Day, found: Found | None) -> dict[str, Any]:
    settings, ledger = day.settings, day.ledger
    return {
        "people": settings.people,
        "arrived": day.arrived,
        "spaces": settings.spaces,
        "hours": settings.hours,
        "seed": settings.seed,
        "engine": "postgresql" if settings.beside else "sqlite",
        "speed": day.speed,
        "ended_at": None if day.ended is None else write_time(day.ended),
        "commands": ledger.count,
        "seconds": {str(share): ledger.find_percentile(share) for share in (0.5, 0.9, 0.99, 0.999, 1.0)},
        "by_platform": {platform: _summarize(taken) for platform, taken in ledger.by_platform.items()},
        "by_deed": {deed.value: _summarize(taken) for deed, taken in ledger.by_deed.items()},
        "over_1_second": ledger.waited,
        "late": ledger.late,
        "dropped_by_platform": ledger.dropped,
        "calls": asdict(day.check),
        "wrong_totals": day.wrong_totals,
        "alerts": [asdict(one) for one in day.alerts],
        "edits_of_posts": day.edits,
        "load": asdict(day.load),
        "refusals": ledger.refusals,
        "log": day.troubles,
        "faults": day.faults,
        "ramp": [{**asdict(step), "held": step.is_held} for step in found.steps] if found else None,
    }


def _summarize(taken: Sequence[float]) -> dict[str, float]:
    return {"count": len(taken), "median": find_percentile(taken, 0.5), "p99": find_percentile(taken, 0.99)}
