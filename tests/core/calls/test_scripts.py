"""What a prompt says of its caller."""

from tests.services import Core, caller


async def test_a_prompt_names_a_real_chapter_and_org_alone(core: Core) -> None:
    await core.add_org("North", "Uptown")
    await core.tell("ana", chapter="Uptown")
    await core.tell("ben", name="Ben")
    prompts = [await core.scripts.fetch_prompt(caller(who), core.clock(), None, None) for who in ("ana", "ben", "zoe")]
    assert [(one.org, one.chapter) for one in prompts] == [("North", "Uptown"), (None, None), (None, None)]
