"""Files that people add in a form, over both transports."""

from typing import Any

import pytest

from bot.adapters.slack.events.form_files import find_file_origin
from tests.adapters.slack.conftest import Floor
from tests.platforms.slack import View

TEXT = "campaign: a\ntitle: ¡Llama!\n"


async def _form(floor: Floor) -> View:
    answer = await floor.ana.slash("vof-take", channel=floor.channel)
    assert answer.modal
    return answer.modal


async def test_a_file_added_in_the_form_is_read(floor: Floor) -> None:
    answer = await (await _form(floor)).submit({"The file": floor.ana.add_file("drive a.yaml", TEXT.encode())})
    assert "drive a.yaml: campaign: a" in answer.text
    assert "¡Llama!" in answer.text


@pytest.mark.parametrize(
    ("lie", "sentence"),
    [
        ({"size": 70_000}, "70,000 bytes came, and at most 65,536"),
        ({"size": 3}, "of 3 bytes"),
        ({"url_private_download": "http://127.0.0.1:9/a"}, "isn't on Slack's own servers"),
        ({"url_private_download": "https://files.slack.com.evil.example/a"}, "isn't on Slack's own servers"),
        ({"is_external": True}, "kept outside Slack"),
        ({"mode": "external"}, "kept outside Slack"),
        ({"url_private_download": None}, "doesn't let me read"),
    ],
)
async def test_a_refused_file_is_told_beside_its_field(floor: Floor, lie: dict[str, Any], sentence: str) -> None:
    form = await _form(floor)
    await form.submit({"The file": floor.ana.add_file("a.yaml", TEXT.encode(), **lie)})
    assert sentence in form.errors["The file"]
    assert form.open, "nothing is lost: the next file can go into the same form"
    answer = await form.submit({"The file": floor.ana.add_file("b.yaml", TEXT.encode())})
    assert "b.yaml: campaign: a" in answer.text


async def test_without_the_scope_no_form_opens_and_a_sentence_names_it(floor: Floor) -> None:
    floor.team.refused_scopes.add("files:read")
    answer = await floor.ana.slash("vof-take", channel=floor.channel)
    assert not answer.modal
    assert "files:read" in answer.text


async def test_a_scope_taken_away_in_between_is_a_sentence(floor: Floor) -> None:
    form = await _form(floor)
    floor.team.refused_scopes.add("files:read")
    await form.submit({"The file": floor.ana.add_file("a.yaml", TEXT.encode())})
    assert "files:read" in form.errors["The file"]


async def test_words_in_place_of_a_file_lead_to_the_form(floor: Floor) -> None:
    answer = await floor.ana.slash("vof-take", "drive.yaml", channel=floor.channel)
    assert "Type /vof-take alone" in answer.text


@pytest.mark.parametrize(
    ("api", "origin"),
    [
        ("https://slack.com/api/", "https://files.slack.com:443"),
        ("https://slack-gov.com/api", "https://files.slack-gov.com:443"),
        ("http://127.0.0.1:8080/api", "http://127.0.0.1:8080"),
        ("http://localhost:8080/api", "http://localhost:8080"),
    ],
)
def test_the_token_goes_to_slacks_own_file_host(api: str, origin: str) -> None:
    assert find_file_origin(api) == origin
