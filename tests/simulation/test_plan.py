"""The model of a day: the same for the same seed, with its peaks where they are said to be."""

from collections import Counter
from random import Random

from bot.simulation.plan.model import ALERTS, BEGINS, HOUR, Homes, draw_arrivals, list_alerts
from bot.simulation.plan.places import Population, make_account, make_spaces
from bot.simulation.plan.walks import DELIVERED_TWICE, GIVES_ZIP, Deed, plan_walk
from bot.simulation.ramp import plan_shape
from bot.simulation.stage import Settings

PEOPLE = 5_000


def count_by_hour(arrivals: list[tuple[float, int]]) -> Counter[int]:
    return Counter(int(BEGINS + at / HOUR) for at, _ in arrivals)


def test_the_same_seed_gives_the_same_day_and_another_seed_another() -> None:
    assert draw_arrivals(100, 10, 1) == draw_arrivals(100, 10, 1) != draw_arrivals(100, 10, 2)
    walks = [plan_walk(Random(f"{seed}"), "94110", alerted=False) for seed in (1, 1, 2)]
    assert walks[0] == walks[1] != walks[2]


def test_people_come_after_the_alerts_at_noon_and_in_the_evening() -> None:
    hours = count_by_hour(draw_arrivals(PEOPLE, 10, 1))
    assert sum(hours.values()) == PEOPLE
    assert set(hours) == set(range(8, 18))
    assert min(hours[9], hours[12], hours[16], hours[17]) > max(hours[8], hours[14])


def test_an_alert_after_the_end_is_not_sent_and_nobody_is_lost() -> None:
    assert [BEGINS + at / HOUR for at in list_alerts(10)] == list(ALERTS)
    assert list_alerts(0.5) == ()
    assert len(draw_arrivals(100, 0.5, 1)) == 100


def test_the_busiest_minute_has_about_twice_the_mean_one(settings: Settings) -> None:
    """As on the day that the model is taken from. A small crowd's peak is rough, so the bounds are wide."""
    shape = plan_shape(Settings(3_000, 6, 10, 1, settings.campaigns, settings.congress))
    assert 1.5 < shape.busiest / (shape.commands / 600) < 4.5
    assert 4 < shape.commands_each < 7


def test_districts_weigh_as_much_as_their_people() -> None:
    zips = {"CA-11": ["94110"], "VT-0": ["05601"], "AS-0": ["96799"]}
    homes, random = Homes(zips), Random(1)
    drawn = Counter(homes.draw_zip(random) for _ in range(PEOPLE))
    assert abs(drawn["94110"] - drawn["05601"]) < PEOPLE / 20
    assert drawn["96799"] < PEOPLE / 10
    assert Homes({}).draw_zip(random) == ""


def test_a_few_spaces_have_most_people_and_every_account_is_its_own() -> None:
    spaces, random = make_spaces(40), Random(1)
    sizes = Counter(Population(spaces).choose(random).number for _ in range(PEOPLE))
    assert sizes[0] > 5 * sizes[20]
    assert {one.platform for one in spaces} == {"discord", "slack"}
    assert len({one.id for one in spaces}) == len(spaces) == len({one.channel for one in spaces})
    accounts = {make_account(person, spaces[person % 2]) for person in range(100)}
    assert len(accounts) == 100


def test_walks_have_what_the_page_says_of_them() -> None:
    walks = [plan_walk(Random(f"{number}"), "94110", alerted=number % 2 == 0) for number in range(PEOPLE)]
    steps = [step for walk in walks for step in walk.steps]
    deeds = Counter(step.deed for step in steps)
    assert set(deeds) == set(Deed)
    assert abs(deeds[Deed.ZIP] / PEOPLE - GIVES_ZIP) < 0.05
    assert all(step.outcome for step in steps if step.deed in (Deed.OUTCOME, Deed.LOG))
    assert 0 < sum(step.redelivered for step in steps) / len(steps) < 3 * DELIVERED_TWICE
    assert not any(walk.zip for walk in (plan_walk(Random("1"), "", alerted=False),))
