"""The ramp: which steps hold, which one comes next, and the speed that follows."""

from dataclasses import replace

from bot.simulation.meter import Load
from bot.simulation.ramp import FASTEST, MARGIN, Found, Shape, Step, choose_rate
from bot.simulation.report import describe_found, describe_step

GOOD = Step(100.0, 99.0, 0.2, 0, Load(8.0, 4.0, 14.0, 10.0, 0.01))
SHAPE = Shape(500_000, 2_000, 100_000)


def test_a_step_holds_while_everybody_is_answered_in_time_and_nobody_queues() -> None:
    assert GOOD.is_held
    for bad in (
        replace(GOOD, answered=80.0),
        replace(GOOD, slowest=0.6),
        replace(GOOD, late=1),
        replace(GOOD, load=Load(8.0, 4.0, 14.0, 10.0, 0.8)),
    ):
        assert not bad.is_held, bad
    assert describe_step(bad).endswith("The crowd itself was too slow.")


def test_the_rate_grows_until_a_step_fails_and_is_then_halved_between() -> None:
    assert choose_rate(20.0, 0.0) == 32.0
    assert choose_rate(0.0, 20.0) == 10.0
    assert 20.0 < choose_rate(20.0, 32.0) < 32.0


def test_the_speed_leaves_a_margin_and_has_an_end() -> None:
    assert Found(SHAPE, (), 100.0).speed == MARGIN * 100.0 * 60 / 2_000
    assert Found(replace(SHAPE, busiest=2), (), 100.0).speed == FASTEST


def test_what_was_found_is_said_with_what_it_means_for_real_days() -> None:
    said = describe_found(Found(SHAPE, (GOOD,), 100.0))
    assert said[0].startswith("This machine holds 2.4x: 4,800 commands a minute at the peak")
    assert any(line.split()[0] == "240,000" and line.endswith("100% of what it holds") for line in said)
    assert describe_found(Found(SHAPE, (), 0.0)) == ["This machine doesn't answer even the slowest step in time."]
    assert "Callboard used 0.80, the crowd used 0.40 CPU cores, all other programs 0.20." in describe_step(GOOD)
