"""The rooms of the code: none is too large, and what documents and comments name is there."""

import re
from collections.abc import Iterator

from tests.docs.pages import PAGES, ROOT

MOST = 15  # modules of a room, without `__init__`
RELEASED = ROOT / "bot/store/migrations/versions"  # one file for each migration, which never changes
_PATH = re.compile(r"(?<![\w/.-])(?:bot|tests|bench|scripts)/[\w/]+\.py\b")
_ROOMS = "adapters|app|cli|cogs|core|delivery|kit|pictures|runtime|simulation|store"
_DOTTED = re.compile(rf"`(?:bot\.)?(?!store\.url)((?:{_ROOMS})(?:\.\w+)+)")  # `store.url` is a setting


def test_no_room_has_more_modules_than_people_can_read_through() -> None:
    roots = [ROOT / name for name in ("bot", "bench", "tests")]
    inner = [room for root in roots for room in root.rglob("*") if room.is_dir() and room != RELEASED]
    rooms = [*roots, *inner]
    sizes = {str(room.relative_to(ROOT)): sum(one.name != "__init__.py" for one in room.glob("*.py")) for room in rooms}
    assert {room: size for room, size in sizes.items() if size > MOST} == {}


def test_every_module_that_a_page_or_a_comment_names_exists() -> None:
    sources = [one for one in (ROOT / "bot").rglob("*.py") if RELEASED not in one.parents]
    lost = {
        f"{path.relative_to(ROOT)}: {named}"
        for path in (*PAGES, *sources)
        for named in _find_lost_names(path.read_text("utf-8"))
    }
    assert lost == set()


def _find_lost_names(text: str) -> Iterator[str]:
    """Paths of no file, and dotted names of no module and of nothing in one."""
    yield from (named for named in _PATH.findall(text) if not (ROOT / named).exists())
    yield from (named for named in _DOTTED.findall(text) if not _is_there(named))


def _is_there(named: str) -> bool:
    place, *rest = ROOT / "bot", *named.split(".")
    while rest and (place / rest[0]).is_dir():
        place = place / rest.pop(0)
    if rest and (place / f"{rest[0]}.py").exists():
        place = place / f"{rest.pop(0)}.py"
    module = place / "__init__.py" if place.is_dir() else place
    return not rest or re.search(rf"\b{rest[0]}\b", module.read_text("utf-8")) is not None
