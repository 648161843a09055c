"""The list of commands, reached from the home card on every platform, and turned page by page."""

import pytest

from tests.contract.conftest import CONSOLE
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage


async def test_a_volunteers_commands_fit_on_one_page(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/callboard")
    listed = await ana.tap("All commands")
    assert listed.private
    assert listed.has("Get the number and the words for your next call.")
    assert not listed.has("org add")
    assert "Next page" not in listed.buttons
    assert "Get the script" in (await ana.tap("Back to the start", on=listed)).buttons


async def test_an_admin_turns_pages_with_a_sentence_for_each_command(stage: Stage) -> None:
    root = await admin(stage)
    await root.say("/callboard")
    listed = await root.tap("All commands")
    assert listed.has(said("help.subject.calls"))
    seen = [listed.text]
    while "Next page" in listed.buttons:
        listed = await root.tap("Next page", on=listed)
        assert listed.private
        seen.append(listed.text)
    commands = stage.app.registry.commands.values()
    assert [spec.name for spec in commands if not any(spec.summary.split("{")[0] in text for text in seen)] == []
    assert len(seen) > 1
    assert "Next page" in (await root.tap("Previous page", on=listed)).buttons


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
async def test_a_console_admin_sees_admin_commands(stage: Stage) -> None:
    await stage.close()
    stage.settings = stage.settings.replace("{name: Valley}", "{name: Valley, admins: [console:Ana]}")
    await stage.open()
    ana = stage.person("Ana")
    await ana.say("/log spoke")
    assert (await ana.say("/mydata show")).fact("Roles") == "Admin"
