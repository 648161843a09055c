"""Forms at the console: an answer that begins like a command."""

import os
from pathlib import Path

import pytest

from bot.adapters.console.forms import Cancelled, ask_field
from bot.adapters.console.local_files import find_local_file
from bot.errors import UserError
from bot.kit.cards.reply import Field
from bot.kit.options import FILE

FILE_FIELD, TEXT_FIELD = Field("file", "The file", kind=FILE), Field("word", "A word")


async def answer(field: Field, typed: str) -> str:
    async def ask(_: str) -> str:
        return typed

    return await ask_field(field, ask)


async def test_a_path_is_an_answer_where_a_file_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a b.yaml"
    file.write_text("campaign: a")
    assert await answer(FILE_FIELD, str(file)) == str(file)
    for field, typed in ((TEXT_FIELD, str(file)), (FILE_FIELD, "/script"), (FILE_FIELD, str(tmp_path / "gone"))):
        with pytest.raises(Cancelled):
            await answer(field, typed)


@pytest.mark.parametrize(
    ("name", "key"), [("gone.yaml", "missing"), (".", "irregular"), ("a.yaml/b", "missing"), ("fifo", "irregular")]
)
async def test_what_is_no_file_is_a_sentence(tmp_path: Path, name: str, key: str) -> None:
    (tmp_path / "a.yaml").write_text("x")

    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(UserError) as refused:
        await find_local_file(str(tmp_path / name)).read_text()
    assert refused.value.key == f"sent_file.{key}"
