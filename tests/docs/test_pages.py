"""Each page of the documentation, compared with the code it describes."""

import re
from pathlib import Path

import pytest
import typer

from bot.cli.legislators.congress_files import COMMITTEE_NAMES, COMMITTEES, LEGISLATORS, OFFICES
from bot.cli.program import build_app
from bot.config.settings import Config
from bot.core.base import audit_witness, keys
from bot.core.campaign_files.campaign_shape import CampaignShape
from bot.core.congress.zip_file import CENSUS, TRACTS
from bot.core.people import guards, past
from bot.core.privacy import forgotten_ids
from bot.core.times.clock import DAY, HOUR
from bot.kit.i18n import load_catalog
from tests.docs.pages import PAGES, ROOT, first_cells, open_app, read_page
from tests.docs.record import (
    ROUTES,
    SENTENCES,
    add_routes,
    list_command_rows,
    list_sentences,
    write_command_rows,
    write_sentences,
)


async def test_the_command_table_is_the_registry(tmp_path: Path) -> None:
    page, registry = read_page("docs/commands.md"), (await open_app(tmp_path)).registry
    assert page == write_command_rows(page, list_command_rows(registry)), "run scripts/record"
    assert SENTENCES.read_text("utf-8") == write_sentences(list_sentences(registry)), "run scripts/record"


async def test_recorded_routes_stay_and_new_ones_are_added(tmp_path: Path) -> None:
    registry, listed = (await open_app(tmp_path)).registry, ROUTES.read_text("utf-8").splitlines()
    kept = [line for line in listed if not line.startswith(("ask |", "alert |"))]
    assert add_routes(kept, registry) == add_routes(listed, registry)
    changed = [line.replace("volunteer", "admin") for line in listed]
    assert set(changed) <= set(add_routes(changed, registry))


def test_every_key_of_a_campaign_file_is_explained() -> None:
    cells = first_cells(read_page("docs/campaign-files.md"))
    assert {key for cell in cells for key in re.findall(r"`(\w+)`", cell)} == set(CampaignShape.model_fields)


def test_every_file_of_congress_is_named() -> None:
    cells = first_cells(read_page("docs/congress-data.md"))
    named = {name for cell in cells for name in re.findall(r"`([\w.-]+)`", cell)}
    always = {LEGISLATORS, OFFICES, COMMITTEES, COMMITTEE_NAMES, TRACTS}
    assert named - always == {name for name in named if CENSUS.fullmatch(name)}
    assert len(named) == 6


def test_every_shell_command_is_listed_with_its_help() -> None:
    rows = re.findall(r"^\| `\./(callboard [\w ]+)` \| (.*) \|$", read_page("docs/operating.md"), re.MULTILINE)
    assert dict(rows) == dict(list_commands(typer.main.get_command(build_app()), "callboard"))


def list_commands(group: object, path: str) -> list[tuple[str, str]]:
    commands: dict[str, object] | None = getattr(group, "commands", None)
    if commands is None:
        return [(path, str(getattr(group, "help", "")))]
    return [row for name, one in commands.items() for row in list_commands(one, f"{path} {name}")]


def test_every_file_beside_the_database_is_named() -> None:
    page = read_page("docs/operating.md")
    for name in (keys.FILE, audit_witness.FILE, forgotten_ids.FILE, keys.VARIABLE):
        assert f"`{name}`" in page


def test_data_that_outlives_forgetting_is_listed_with_its_time() -> None:
    page = read_page("docs/privacy.md")
    assert past.KEPT == DAY
    assert "for 24 hours" in page
    assert past.SLOT_KEPT == 2 * DAY + HOUR
    assert "two days after it was logged (and an hour" in " ".join(page.split())
    assert "stays for two days after you logged it" in str(load_catalog("en")["mydata.kept"])
    assert f"{guards.SUSPENDED // DAY} days at most" in page


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_and_settings_on_a_page_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    for link in re.findall(r"\]\(([^):]+?)(?:#[\w-]+)?\)", text):
        assert (path.parent / link).exists(), link
    for room in re.findall(r"`(bot/[\w/.]+)`", text):
        assert (ROOT / room).exists(), room
    for section, key in re.findall(r"`(alerts|coalition|congress|limits|privacy|slack)\.(\w+)`", text):
        assert key in getattr(Config.model_fields[section].annotation, "model_fields", {}), f"{section}.{key}"
