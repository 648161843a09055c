"""Flows on Slack, each with a check that must hold whatever Slack answers, for `test_failing_calls`."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from tests.adapters.slack.conftest import Floor
from tests.platforms.slack import Answer, Channel, User

SPOKE = {"How it went": "Spoke to someone", "Office you called": "Representative Cedar"}


@dataclass
class Scene:
    """One person in their own channel, and the results of their actions."""

    floor: Floor
    user: User
    channel: Channel
    answer: Answer | None = None
    offered: list[str] | None = None
    before: list[str] = field(default_factory=list)

    async def type(self, command: str, text: str = "", *, wait: bool = False) -> Answer:
        """Type a command. Waits for the first answer if it only prepares the scene."""
        self.answer = await self.user.slash(f"vof-{command}", text, channel=self.channel, wait=wait)
        return self.answer

    def seen(self) -> list[str]:
        """Everything that the person saw since the scene was ready, wherever it appeared."""
        shown = list(self.answer.history) if self.answer else []
        return [text for text in (*shown, *self.user.dm.texts) if text not in self.before]

    @property
    def logged(self) -> int:
        """The number of times the person's form was logged."""
        return self.floor.desk.logged.count(str(self.answer.payload["trigger_id"])) if self.answer else 0


Flow = Callable[[Scene], AsyncIterator[None]]
Check = Callable[[Scene], None]


async def command(scene: Scene) -> AsyncIterator[None]:
    yield
    await scene.type("echo", "hi there")


def has_answer(scene: Scene) -> None:
    assert any("hi there" in text for text in scene.seen())


async def refusal(scene: Scene) -> AsyncIterator[None]:
    yield
    await scene.type("closed")


async def board(scene: Scene) -> AsyncIterator[None]:
    yield
    await scene.type("board")


def has_one_board(scene: Scene) -> None:
    boards = [text for text in scene.channel.texts if "chapters" in text]
    assert len(boards) <= 1
    assert scene.seen()


async def tap(scene: Scene) -> AsyncIterator[None]:
    card = await scene.type("receipt", wait=True)
    yield
    scene.answer = await card.click("Undo", wait=False)


def has_undone(scene: Scene) -> None:
    assert any("Taken back 7" in text for text in scene.seen())


async def tap_on_board(scene: Scene) -> AsyncIterator[None]:
    card = await scene.type("board", wait=True)
    yield
    scene.answer = await card.click("Mine", wait=False)


def has_place(scene: Scene) -> None:
    assert any("You are second" in text for text in scene.seen())
    assert [text for text in scene.channel.texts if "chapters" in text] == scene.channel.texts  # untouched


async def form(scene: Scene) -> AsyncIterator[None]:
    yield
    await scene.type("log")


def has_form(scene: Scene) -> None:
    """A form, or a sentence with a next step."""
    assert scene.answer
    if scene.answer.modal is None:
        assert any("/vof-log" in text for text in scene.seen())
        assert "Open the form" in {label for screen in scene.answer.screens for label in screen.buttons} | {
            label for message in scene.user.dm.messages for label in message.buttons
        }


async def form_with_prefill(scene: Scene) -> AsyncIterator[None]:
    yield
    await scene.type("profile")


async def form_from_button(scene: Scene) -> AsyncIterator[None]:
    card = await scene.type("receipt", wait=True)
    yield
    scene.answer = await card.click("Log another", wait=False)


async def submission(scene: Scene) -> AsyncIterator[None]:
    opened = await scene.type("log", wait=True)
    assert opened.modal
    yield
    scene.answer = await opened.modal.submit(SPOKE, wait=False)


def has_logged_once(scene: Scene) -> None:
    assert scene.logged == 1
    assert any("spoke Representative Cedar" in text for text in scene.seen())


async def public_submission(scene: Scene) -> AsyncIterator[None]:
    opened = await scene.type("profile", wait=True)
    assert opened.modal
    yield
    scene.answer = await opened.modal.submit({"Name": "Ana"}, wait=False)


def is_said_once(scene: Scene) -> None:
    said = [text for text in scene.channel.texts if "I am Ana" in text]
    assert len(said) <= 1
    assert said or scene.seen()


async def suggestion(scene: Scene) -> AsyncIterator[None]:
    opened = await scene.type("log", wait=True)
    view = opened.modal
    assert view
    yield
    found = await scene.user.suggestions(view, "office", "office", "Senator")
    scene.offered = [option["value"] for option in found]


def is_offered(scene: Scene) -> None:
    assert scene.offered == ["Senator Ash", "Senator Birch"]


async def files(scene: Scene) -> AsyncIterator[None]:
    yield
    await scene.type("sheet")


def has_files(scene: Scene) -> None:
    """Both arrived, or their content is described; every statement about them is true."""
    texts, names = scene.seen(), [file.title for message in scene.user.dm.messages for file in message.files]
    for name, alt in (("card.png", "A card"), ("calls, all.csv", "Two lines of numbers")):
        assert names.count(name) <= 1
        assert name in names or any(alt in text for text in texts)
        if name in names:
            assert not any("couldn't be sent" in text and alt in text for text in texts)


async def public_file(scene: Scene) -> AsyncIterator[None]:
    yield
    await scene.type("poster")


def has_poster(scene: Scene) -> None:
    assert scene.channel.texts.count("Poster") <= 1
    assert scene.seen()


def has_something(scene: Scene) -> None:
    assert scene.seen()


FLOWS: dict[str, tuple[Flow, Check]] = {
    "command": (command, has_answer),
    "refusal": (refusal, has_something),
    "board": (board, has_one_board),
    "tap": (tap, has_undone),
    "tap_on_board": (tap_on_board, has_place),
    "form": (form, has_form),
    "form_with_prefill": (form_with_prefill, has_something),
    "form_from_button": (form_from_button, has_something),
    "submission": (submission, has_logged_once),
    "public_submission": (public_submission, is_said_once),
    "suggestion": (suggestion, is_offered),
    "files": (files, has_files),
    "public_file": (public_file, has_poster),
}
