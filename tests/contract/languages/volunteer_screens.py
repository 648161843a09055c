"""Every command that a volunteer has, and a walk through their screens."""

from collections.abc import AsyncIterator

from tests.contract.people import Person, Seen
from tests.contract.stage import Stage

# Each is a screen; its buttons can be tapped, too. Together they are every command that a volunteer has.
SCREENS = (
    "/callboard",
    "/actions",
    "/script",
    "/script ko",
    "/script senator-1",
    "/log spoke senator-1",
    "/log voicemail representative",
    "/log busy senator-2",
    "/mycalls",
    "/leaderboard",
    "/leaderboard states week",
    "/leaderboard districts",
    "/leaderboard volunteers",
    "/leaderboard what:postcards",
    "/profile 95014",
    "/profile language:ko public_name:Ana Banana chapter:West",
    "/profile district:Nowhere",
    "/link",
    "/link 000000",
    "/postcard",
    "/remindme 9:00",
    "/remindme when:tomorrow at noon",
    "/remindme",
    "/mydata show",
    "/mydata export",
    "/undo",
    "/log nonsense",
    "/help log",
    "/campaign list",
    "/role list",
    "/nonsense",
    "/mydata forget",
)

TYPED_ONLY = ("/help", "/nonsense", "/log nonsense")


async def speak(stage: Stage, language: str) -> None:
    """Let Callboard post in ``language`` where people are. At a console it does so anyway."""
    if stage.platforms[0].name != "console":
        mia = stage.chatter("Mia")
        mia.administrate()
        await mia.say(f"/org language language:{language}")


async def walk(stage: Stage, person: Person, language: str = "ko") -> AsyncIterator[tuple[str, Seen]]:
    """Type each command, with ``language`` where one is named, and give what it shows.

    Discord knows its commands itself, so nobody can type another there.
    """
    known = SCREENS if stage.platforms[0].name != "discord" else [it for it in SCREENS if not it.startswith(TYPED_ONLY)]
    for line in known:
        typed = line.replace("language:ko", f"language:{language}").replace("/script ko", f"/script {language}")
        yield typed, await person.say(typed)
