"""What people write is shown letter by letter: it pings nobody, makes no link and controls no terminal.

Discord's and Slack's stand-ins record every mention and every markup that gets through, and the console's every
character that a terminal would obey.
"""

import re

from tests.contract.people import said
from tests.contract.stage import Stage

MENTIONS = ("<@U0000000010>", "<#C1|x>")  # no name that people choose has one
NAMES = (
    "<!channel> @everyone",
    "[free](https://evil.example) <x|y>",
    "**bold** _i_ ~s~ `c` ||x|| > q",
    "&amp; &lt;b&gt; \\* \\n {{name}} {x}",
    "# head - list 1. one :tada: </log:1>",
    "﷽ 家族 Nguyễn 🎉",
)


_ISOLATES = re.compile("[\u2066-\u2069]")  # around text of the other direction


async def test_names_are_shown_as_typed(stage: Stage) -> None:
    for number, name in enumerate(NAMES):
        chapter = f"Chapter <@U0000000010> {name}"  # as an older release took it
        await stage.add_org(f"Org {number}", chapter)
        ana = stage.person(f"Ana {number}")
        await ana.say("/profile")
        saved = await ana.fill({"Your chapter": chapter, "Your first name, for your script": name})
        assert (saved.fact("Chapter"), saved.fact("Name in your script")) == (chapter, name)
        assert (await ana.say(f"/profile public_name:{name}")).text == said("name.public")
        script = (await ana.say("/script")).text
        assert f"Hello, my name is {name}. I live in" in _ISOLATES.sub("", script)
        assert (await ana.say("/log spoke")).fact(chapter) == "1"
        shown = await ana.say("/leaderboard chapters")
        assert not shown.private
        assert strip_markup(name) in strip_markup(shown.text)  # Discord's code blocks, without their marks


async def test_a_name_with_a_mention_is_refused(stage: Stage) -> None:
    ana = stage.person("Ana")
    for mention in MENTIONS:
        assert said("name.mention") in (await ana.say(f"/profile name:Ana {mention}")).text


async def test_campaign_files_are_escaped_too(stage: Stage) -> None:
    texts = [name.replace("'", "''").replace("{{name}}", "{name}") for name in (*NAMES, *MENTIONS)]
    await stage.restart(*(odd_campaign(f"odd-{number}", text) for number, text in enumerate(texts)))
    ana = stage.person("Ana")
    for number, text in enumerate(texts):
        assert (await ana.say(f"/script campaign:odd-{number}")).text.count(text) == 3
        for command in ("/leaderboard", "/log spoke"):
            await ana.say(f"{command} campaign:odd-{number}")
    for line in ("/actions", "/callboard", "/mycalls"):
        await ana.say(line)


async def test_unknown_words_are_quoted_harmlessly(stage: Stage) -> None:
    ana = stage.person("Ana")
    for name in (*NAMES, *MENTIONS, "a\x1b[31m\x07\x00b", "\u202eright-to-left"):
        for line in (f"/log spoke office:{name}", f"/script campaign:{name}", f"/profile chapter:{name}"):
            told = await ana.say(line)
            assert told.private
            assert told.has("othing was saved") != line.startswith("/script"), "it only shows something"
    assert stage.calls() == []


def odd_campaign(key: str, text: str) -> str:
    """A campaign with ``text`` in every place that takes text."""
    asks, scripts = f"[{{key: ask, text: '{text}'}}]", f"{{en: {{text: '{text}'}}}}"
    return f"campaign: {key}\ntitle: '{text}'\nasks: {asks}\nscripts: {scripts}"


def strip_markup(text: str) -> str:
    """The characters that no markup parser removes."""
    return "".join(character for character in text if character.isalnum())
