"""Whose rows an admin sees before any org has called."""

from tests.core.boards.test_boards import add_members, list_lines, make_calls
from tests.services import Core


async def test_an_admin_sees_what_everybody_without_an_org_sees_until_an_org_calls(core: Core) -> None:
    await make_calls(core, "stray", 2)
    for board in (await core.board("stray"), await core.board("root", admin=True)):
        assert (list_lines(board), board.folded) == ([(None, "No chapter yet", 2)], 0)
    await core.add_org("North", "n")
    await add_members(core, "n", 6)
    board = await core.board("root", admin=True)
    assert (list_lines(board), board.folded) == ([], 8)
