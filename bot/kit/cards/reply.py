"""A cog's answers: cards and forms. They are frozen, and their constructors check every platform's limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from bot.bidi import isolate_lines
from bot.kit.cards.attachments import File as File
from bot.kit.cards.attachments import Image as Image
from bot.kit.cards.limits import LimitError, check_limit
from bot.kit.cards.markup import Markup, escape, measure_cost, measure_weight, strip_markup
from bot.kit.cards.shortening import shorten as shorten
from bot.kit.cards.web_address import find_host

# The stricter of Discord's and Slack's limits, in characters of `markup.measure_cost` for people's words.
TITLE = 150  # Slack's header; Discord's embed title takes 256
BODY = 3700  # a Discord embed's description takes 4,096; Slack's blocks are split as needed
NOTE = 600
FACT_LABEL, FACT_VALUE, FACTS = 80, 1000, 10  # a Discord field takes 1,024; Slack shows ten in a section
CARD = 5500  # Discord counts 6,000 over all parts of an embed
BUTTON_LABEL = 75  # Slack; Discord takes 80
ADDRESS = 512  # Discord's link buttons; Slack takes 3,000
BUTTONS, ROW = 25, 5  # Discord's five rows of five
TABLE_ROWS, TABLE_COLUMNS, CELL = 25, 6, 60
FORM_TITLE = 24  # Slack's modal title; Discord takes 45
FIELDS = 5  # Discord's modal
FIELD_LABEL = 45  # Discord's label
CHOICES, CHOICE_LABEL, CHOICE_VALUE = 25, 75, 100  # Discord's menu; Slack's option text


class Style(StrEnum):
    """How much a button stands out."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


_NO_ARGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Button:
    """A labeled button that leads to an action or a form.

    ``route`` names the action or form and ``args`` its arguments as words; dispatch seals both into ``id``.
    With ``anyone``, people other than the card's own caller may press it.
    """

    label: str
    route: str
    args: Mapping[str, str] = field(default_factory=lambda: _NO_ARGS)
    style: Style = Style.PLAIN
    anyone: bool = False
    id: str = ""

    def __post_init__(self) -> None:
        check_limit(f"button “{self.label}”", measure_cost(self.label), BUTTON_LABEL, "shorten its label")


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens a web address. The console shows the address.

    ``route`` and ``args`` are an action without an answer, for platforms that report a tap. Not all do.
    """

    label: str
    url: str
    route: str = ""
    args: Mapping[str, str] = field(default_factory=lambda: _NO_ARGS)
    id: str = ""

    def __post_init__(self) -> None:
        check_limit(f"link “{self.label}”", measure_cost(self.label), BUTTON_LABEL, "shorten its label")
        check_limit(f"address of the link “{self.label}”", len(self.url), ADDRESS, "show it as text")
        if not find_host(self.url):
            raise LimitError(f"link “{self.label}”: {self.url!r} is no plain https address; show it as text")


@dataclass(frozen=True, slots=True)
class Fact:
    """One labeled value: plain text, or markup if it contains an instant."""

    label: str
    value: str | Markup

    def __post_init__(self) -> None:
        if not isinstance(self.value, Markup):
            object.__setattr__(self, "value", isolate_lines(self.value))
        check_limit(f"fact label “{self.label}”", measure_cost(self.label), FACT_LABEL, "shorten it")
        check_limit(f"fact “{self.label}”", self.weight, FACT_VALUE, "move it to the body")

    @property
    def text(self) -> str:
        """The value as plain text."""
        return strip_markup(self.value) if isinstance(self.value, Markup) else self.value

    @property
    def markup(self) -> Markup:
        """The value as markup."""
        return self.value if isinstance(self.value, Markup) else escape(self.value)

    @property
    def weight(self) -> int:
        """The characters that the value takes on the platform that needs most."""
        return measure_weight(self.value) if isinstance(self.value, Markup) else measure_cost(self.value)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain text under column heads; ``numeric`` holds the indexes of right-aligned columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        check_limit("table columns", len(self.columns), TABLE_COLUMNS, "leave one out")
        check_limit("table rows", len(self.rows), TABLE_ROWS, "show the first ones and say how many follow")
        for row in (self.columns, *self.rows):
            if len(row) != len(self.columns):
                raise LimitError(f"table row {row!r}: {len(row)} cells under {len(self.columns)} columns")
            for cell in row:
                check_limit(f"table cell “{cell}”", len(cell), CELL, "shorten it with `shorten`")


@dataclass(frozen=True, slots=True)
class Progress:
    """A bar: ``done`` of ``goal`` (at least 1), with the sentence that says the same in words."""

    done: int
    goal: int
    label: str

    def __post_init__(self) -> None:
        if self.goal < 1 or self.done < 0:
            raise LimitError(f"progress {self.done} of {self.goal}: a goal is at least 1, and nothing is below 0")


@dataclass(frozen=True, slots=True)
class Question:
    """The question at a card's end. Each platform draws ``buttons``, the answers, right beside the ``text``."""

    text: Markup
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One answer, which each platform draws in its own way. Only ``body`` and ``note`` carry markup.

    ``links`` come below the buttons. ``removes`` names the temporary pictures and files that nobody needs after this
    answer (see `attachments`). ``language`` is the catalog's that its sentences are from, set as it goes out.
    """

    title: str = ""
    body: Markup = Markup()
    facts: tuple[Fact, ...] = ()
    table: Table | None = None
    progress: Progress | None = None
    image: Image | None = None
    buttons: tuple[Button, ...] = ()
    note: Markup = Markup()
    file: File | None = None
    question: Question | None = None
    links: tuple[LinkButton, ...] = ()
    removes: str = ""
    language: str = field(default="", repr=False)  # not shown: a card in another language differs in its words

    @property
    def answers(self) -> tuple[Button, ...]:
        """The buttons that answer the question; empty without a question."""
        return self.question.buttons if self.question else ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", isolate_lines(self.title))
        check_limit("card title", measure_cost(self.title), TITLE, "shorten it")
        check_limit("card body", measure_weight(self.body), BODY, "split it over two cards")
        check_limit("card note", measure_weight(self.note), NOTE, "move it to the body")
        check_limit("card facts", len(self.facts), FACTS, "use a table")
        rows = sum(-(-len(group) // ROW) for group in (self.answers, self.buttons, self.links))
        check_limit("card button rows", rows, BUTTONS // ROW, "use a form")
        check_limit("card", measure_card(self), CARD, "split it over two cards")
        shown = (*self.answers, *self.buttons)
        routes = [(button.id, button.route, *sorted(button.args.items())) for button in shown]
        routes += [(link.url,) for link in self.links]
        check_limit("buttons that do the same", len(routes) - len(set(routes)), 0, "leave one out; ids must differ")


def measure_card(card: Card) -> int:
    """The characters that a card's texts take on the platform that needs most."""
    texts = [card.title, card.progress.label if card.progress else "", *(fact.label for fact in card.facts)]
    if card.table:
        texts += [cell for row in (card.table.columns, *card.table.rows) for cell in row]
    facts = sum(fact.weight for fact in card.facts)
    asked = measure_weight(card.question.text) if card.question else 0
    return (
        sum(measure_cost(text) for text in texts)
        + facts
        + measure_weight(card.body)
        + measure_weight(card.note)
        + asked
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a menu: the value that comes back and the label that people see."""

    value: str
    label: str

    def __post_init__(self) -> None:
        check_limit(
            f"choice “{self.label}”", measure_cost(self.label), CHOICE_LABEL, "shorten its label with `shorten`"
        )
        check_limit(f"choice value “{self.value}”", len(self.value), CHOICE_VALUE, "use a shorter value")


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. With ``choices`` it is a menu, else a line of text.

    ``kind`` names a type for which the platform may have its own list: a person, a role.
    """

    name: str
    label: str
    required: bool = False
    value: str = ""
    choices: tuple[Choice, ...] = ()
    suggest: str | None = None
    max_length: int = 100
    kind: str = ""

    def __post_init__(self) -> None:
        check_limit(f"field “{self.label}”", len(self.label), FIELD_LABEL, "shorten its Opt sentence")
        check_limit(f"choices of “{self.label}”", len(self.choices), CHOICES, "use suggestions")


class FreeWords(Struct, frozen=True):
    """The words typed without a key that opened a form.

    ``guessed`` fill the option ``home`` until core is asked what they name. ``strays`` have no place at all.
    ``near`` has words that were misspelled, each with the label of the choice that a field was filled with.
    """

    home: str = ""
    guessed: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    near: tuple[tuple[str, str], ...] = ()


NO_WORDS = FreeWords()


@dataclass(frozen=True, slots=True)
class Form:
    """Questions in one window. ``id`` is sealed like a button's, holds ``hidden``, and comes back with the answers.

    ``language`` is the tag of the language it is written in. ``note`` is a sentence above the fields.
    ``free`` are the words typed without a key.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    id: str = ""
    hidden: Mapping[str, str] = field(default_factory=lambda: _NO_ARGS)
    language: str | None = None
    note: str = ""
    free: FreeWords = NO_WORDS

    def __post_init__(self) -> None:
        check_limit(f"form title “{self.title}”", len(self.title), FORM_TITLE, "shorten it")
        check_limit(f"fields of “{self.title}”", len(self.fields), FIELDS, "ask for less at once")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the dispatcher returns to an adapter: a finished card, who may see it, and a form's field errors.

    A ``refused`` reply says that nothing was done; ``reason`` is its sentence's key. It never replaces the card that
    was tapped, whose buttons are still needed. ``is_unknown``: a word named nothing, so names like it may be offered.
    ``language`` is the tag of the caller's own language, for the words around the card.
    """

    card: Card
    private: bool = True
    refused: bool = False
    errors: Mapping[str, str] = field(default_factory=lambda: _NO_ARGS)
    is_unknown: bool = False
    language: str | None = None
    reason: str = ""
