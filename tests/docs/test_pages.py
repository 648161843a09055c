"""Each page of the documentation, compared with the code it describes."""

import re
from pathlib import Path

import pytest
import typer

from bot.adapters.slack.manifest import OPTIONAL_SCOPES, SCOPES
from bot.cli.legislators.congress_files import COMMITTEE_NAMES, COMMITTEES, LEGISLATORS, OFFICES
from bot.cli.program import build_app
from bot.config.settings import BackupConfig, Config, PrivacyConfig
from bot.core.base import idempotency
from bot.core.base.audit import audit_witness
from bot.core.base.keys import key_file
from bot.core.campaign_files.campaign_shape import CampaignShape
from bot.core.congress.zip_file import CENSUS, TRACTS
from bot.core.people.past import guards, past_entries
from bot.core.postcards.postcard_rows import KEPT_UNDELIVERED
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
    for name in (key_file.FILE, audit_witness.FILE, forgotten_ids.FILE, key_file.VARIABLE):
        assert f"`{name}`" in page


def test_data_that_outlives_forgetting_is_listed_with_its_time() -> None:
    page = read_page("docs/privacy.md")
    assert past_entries.KEPT == DAY
    assert "for 24 hours" in page
    assert past_entries.SLOT_KEPT == 2 * DAY + HOUR
    assert "two days after it was logged (and an hour" in " ".join(page.split())
    assert "stays for two days after you logged it" in str(load_catalog("en")["mydata.kept"])
    assert f"{guards.SUSPENDED // DAY} days at most" in page


def test_the_privacy_notice_says_the_times_of_the_code() -> None:
    notice, privacy, keep = " ".join(read_page("docs/privacy-notice.md").split()), PrivacyConfig(), BackupConfig().keep
    assert f"after {privacy.keep_person_days} days it no longer says whose it was" in notice
    assert f"{privacy.keep_postcards_days} days after it was handed over" in notice
    assert f"{KEPT_UNDELIVERED // DAY} days after you wrote it" in notice
    assert f"each of the last {keep.days} days, {keep.weeks} weeks and {keep.months} months" in notice
    assert f"stays for up to {guards.SUSPENDED // DAY} days" in notice
    assert idempotency.KEPT == DAY
    assert "| 24 hours |" in notice
    assert privacy.min_group == 5
    assert "fewer than five people" in notice


def test_the_page_on_verification_names_every_scope_and_no_privileged_intent() -> None:
    page = read_page("docs/verification.md")
    named = {scope for cell in first_cells(page) for scope in re.findall("`([a-z]+(?::[a-z]+)?)`", cell)}
    assert named == {*SCOPES, *OPTIONAL_SCOPES}
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "bot" / "adapters" / "discord").rglob("*.py"))
    assert set(re.findall(r"discord\.Intents\S*?\((.*?)\)", sources)) == {"guilds=True"}


def list_anchors(page: Path) -> set[str]:
    """The names under which GitHub finds a page's headings."""
    heads = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_and_settings_on_a_page_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    for link, anchor in re.findall(r"\]\(([^):#]*)(?:#([\w-]+))?\)", text):
        target = path.parent / link if link else path
        assert target.exists(), link
        assert not anchor or anchor in list_anchors(target), f"{link}#{anchor}"
    for room in re.findall(r"`(bot/[\w/.]+)`", text):
        assert (ROOT / room).exists(), room
    settings = {name: getattr(field.annotation, "model_fields", {}) for name, field in Config.model_fields.items()}
    for section, key in re.findall(r"`(\w+)\.(?!py\b)(\w+)(?:: [^`]*)?`", text):
        if section in settings and section != "store":  # which is a room, too
            assert key in settings[section], f"{section}.{key}"
