"""Files: attached to a command, or added in its form."""

import pytest

from bot.adapters.discord.interactions.attachments import find_origins
from tests.adapters.discord.conftest import Floor

TEXT = "campaign: a\ntitle: ¡Llama!\n"


async def test_a_file_attached_to_a_command_is_read(floor: Floor) -> None:
    file = floor.ana.attach("drive a.yaml", TEXT.encode())
    answer = await floor.ana.slash("take", {"file": file.id}, channel=floor.channel)
    assert answer.text == f"drive a.yaml: {TEXT}".strip()


async def test_without_a_file_the_form_asks_for_one(floor: Floor) -> None:
    answer = await floor.ana.slash("take", channel=floor.channel)
    assert answer.modal
    assert answer.modal.labels == ("The file",)
    file = floor.ana.attach("a.yaml", TEXT.encode())
    sent = await answer.modal.submit({"The file": [file.id]})
    assert "¡Llama!" in sent.text


@pytest.mark.parametrize(
    ("lie", "sentence"),
    [
        ({"size": 70_000}, "70,000 bytes came, and at most 65,536"),
        ({"size": 3}, "of 3 bytes"),
        ({"url": "http://127.0.0.1:9/a.yaml"}, "isn't on Discord's own servers"),
        ({"url": "https://cdn.discordapp.com.evil.example/a.yaml"}, "isn't on Discord's own servers"),
    ],
)
async def test_a_lie_about_a_file_is_a_sentence(floor: Floor, lie: dict[str, object], sentence: str) -> None:
    file = floor.ana.attach("a.yaml", TEXT.encode(), **lie)  # type: ignore[arg-type]  # each lie is one of both
    answer = await floor.ana.slash("take", {"file": file.id}, channel=floor.channel)
    assert sentence in answer.text
    assert "Edit" in answer.buttons


async def test_more_than_the_limit_is_not_read(floor: Floor) -> None:
    file = floor.ana.attach("a.yaml", b"x" * 100_000, size=10)
    answer = await floor.ana.slash("take", {"file": file.id}, channel=floor.channel)
    assert "at most 65,536 are read" in answer.text


def test_files_come_from_discords_own_servers() -> None:
    assert find_origins("https://discord.com/api/v10") == {
        "https://cdn.discordapp.com:443",
        "https://media.discordapp.net:443",
    }
    assert "http://127.0.0.1:8080" in find_origins("http://127.0.0.1:8080/api/v10")
