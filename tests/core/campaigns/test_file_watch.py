"""New and changed campaign files are in force without a restart, and a file that can't be stored is taken later."""

from pathlib import Path

import pytest

from bot.core.campaign_files.campaign_folder import CampaignFolder
from bot.core.campaigns.file_watch import FileNote, FileWatch
from bot.errors import Unavailable
from bot.store.engine import Store
from tests.core.campaign_files.test_campaign_file import SMALL, ZONE, parse
from tests.core.campaign_files.test_campaign_folder import SECOND, write
from tests.services import Core, core_on


async def open_folder(store: Store, path: Path) -> tuple[Core, FileWatch]:
    folder = CampaignFolder(path, ZONE)
    core = await core_on(store, folder.load())
    return core, FileWatch(core.campaigns, folder)


async def find_note(core: Core, watch: FileWatch, key: str) -> FileNote | None:
    [found] = [one for one in await core.campaigns.load_all() if one.id == key]
    return watch.find_note(found)


async def read_titles(core: Core) -> dict[str, str]:
    return {one.id: one.file.title["en"] for one in await core.campaigns.load_all()}


async def test_a_new_and_a_changed_file_are_in_force_at_the_next_look(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", SMALL)
    core, watch = await open_folder(store, tmp_path)
    assert await watch.take_changes() == ()
    write(tmp_path / "b.yaml", SECOND)
    write(tmp_path / "a.yaml", SMALL.replace("Small", "Large"))
    assert await watch.take_changes() == ("small", "second")
    assert await read_titles(core) == {"second": "Small", "small": "Large"}
    assert await find_note(core, watch, "small") is None


async def test_what_another_process_took_in_is_known_after_the_next_look(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", SMALL)
    core, watch = await open_folder(store, tmp_path)
    other = await core_on(store, [])
    await other.campaigns.take_files((parse(SECOND),))
    await watch.take_changes()
    assert set(core.campaigns.files) == {"small", "second"}


async def test_a_broken_and_a_removed_file_change_nothing_and_are_noted(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", SMALL)
    write(tmp_path / "b.yaml", SECOND)
    core, watch = await open_folder(store, tmp_path)
    write(tmp_path / "a.yaml", SMALL.replace("Hello", "{{nme}}"))
    (tmp_path / "b.yaml").unlink()
    assert await watch.take_changes() == ()
    assert await read_titles(core) == {"second": "Small", "small": "Small"}
    broken = await find_note(core, watch, "small")
    assert broken
    assert broken.problems == watch.problems
    assert await find_note(core, watch, "second") == FileNote()


async def test_what_could_not_be_stored_is_taken_at_the_next_look(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", SMALL)
    _, watch = await open_folder(store, tmp_path)
    write(tmp_path / "a.yaml", SMALL.replace("Small", "Large"))
    await store.close()
    with pytest.raises(Unavailable):
        await watch.take_changes()
    with pytest.raises(Unavailable):
        await watch.take_changes()  # it wasn't forgotten
