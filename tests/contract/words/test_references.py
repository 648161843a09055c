"""Short references: an unambiguous beginning is enough, and the nearest one is named."""

import pytest

from tests.contract.conftest import CONSOLE, HTTP
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
async def test_ones_own_calls_show_their_references_while_they_can_be_taken_back(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/log spoke")
    [line] = [line for line in (await ana.say("/mycalls")).text.splitlines() if "Reference" in line]
    await ana.say("/log voicemail")
    assert (await ana.say(f"/undo {line.split()[-1]}")).has("your representative (Spoke to someone)")
    stage.forward(days=1, seconds=1)
    old = await ana.say("/mycalls")
    assert old.has("Left a voicemail")
    assert not old.has("Reference")


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_a_call_is_taken_out_by_the_beginning_of_its_reference(stage: Stage) -> None:
    root, ana = await admin(stage), stage.person("Ana")
    receipt = await ana.say("/log spoke")
    reference = next(word for word in receipt.text.split() if len(word.strip(".")) == 9 and "-" in word).strip(".")
    wrong = reference[:-1] + ("7" if reference[-1] != "7" else "8")
    assert (await root.say(f"/void {wrong} mistake")).text == said("void.near", word=wrong, near=reference)
    assert (await root.say("/void zz mistake")).has("zz")
    assert (await ana.say(f"/void {reference[:4]} mistake")).has(said("error.for.coordinator", name="void"))
    assert (await root.say(f"/void {reference[:6].lower()} mistake")).has("This call no longer counts")
