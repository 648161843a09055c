"""One misspelled name of an alert's audience is mended with a tap, and the others stay."""

import pytest

from bot.core.base.ids import make_id
from bot.identity import Caller
from bot.kit.answers.routes import ID_LIMIT, Route, Sealer
from tests.contract.conftest import DISCORD, HTTP
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage
from tests.services import MONDAY

VALLEY, SEATTLE, SEOUL = (
    "North Star Families of the Valley",
    "O'Neill & Harbor Light, Seattle",
    "하버라이트연합회서울지부",
)
ORGS = ("North", "Harbor League", VALLEY, SEATTLE, SEOUL)
MENDED = (  # what is typed, the names to tap one after the other, and whom the alert is for in the end
    ("North, Harbr League", ("Harbor League",), ("North", "Harbor League")),
    ("Norht; Harbor Leage", ("North", "Harbor League"), ("North", "Harbor League")),
    (f"{VALLEY}; Nroth Star Families of the Valey", (VALLEY,), (VALLEY,)),
    (f"North, {VALLEY}; {SEOUL[:-1]}브", (SEOUL,), ("North", VALLEY, SEOUL)),
    (f"{VALLEY}, Harbr League, Californa", ("Harbor League", "California"), (VALLEY, "Harbor League", "California")),
    ("Norht", ("North",), ("North",)),
    (f"{SEATTLE}e", (SEATTLE,), (SEATTLE,)),
)


@pytest.mark.parametrize("platform_name", [DISCORD, HTTP], indirect=True)
async def test_each_misspelled_name_of_several_has_a_button(stage: Stage) -> None:
    root = await admin(stage)
    for org in ORGS:
        await root.say(f"/org add name:{org}")
    for number, (typed, names, whom) in enumerate(MENDED):
        asked = await root.say(f"/alert send words:Call today {number} when:now audience:{typed}")
        for name in names:
            assert asked.has(said("alert.kept")), typed
            assert name in asked.buttons, typed
            asked = await root.tap(name, on=asked)
        assert not asked.has(said("alert.kept")), typed
        shown = asked.text.replace("\\", "")
        assert all(one in shown for one in whom), typed


def test_the_button_for_one_name_of_nine_fits_its_id() -> None:
    """A draft that was an alert has the alert's id, and an organization with a long name is meant by its own."""
    alert, org = make_id(MONDAY), make_id(MONDAY)
    caller = Caller("discord", "100", "10")
    sealed = Sealer(b"k" * 32).encode(Route("alert.to", (alert, org, "9")), caller)
    assert len(sealed) <= ID_LIMIT
