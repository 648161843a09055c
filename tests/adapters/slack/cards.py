"""Hypothesis strategies for every valid card and form."""

from hypothesis import strategies as st

from bot.kit.cards.limits import LimitError
from bot.kit.cards.markup import Markup, escape
from bot.kit.cards.reply import (
    Button,
    Card,
    Choice,
    Fact,
    Field,
    File,
    Form,
    Image,
    LinkButton,
    Progress,
    Style,
    Table,
)

# Dangerous text: entities, mentions, links, marks, wide and empty characters, besides any other text.
_NASTY = st.sampled_from(
    [
        "&",
        "<!channel>",
        "<@U123>",
        "<https://a.b|c>",
        "&amp;",
        "*b*",
        "_i_",
        "`",
        "https://a.b",
        "😀",
        " ",
        "\n",
        "",
    ]
)
texts = st.lists(st.one_of(_NASTY, st.text(max_size=8)), max_size=12).map("".join)
lines = texts.map(lambda text: text.replace("\n", " "))
ids = st.from_regex(r"1[oa]~[a-z.]{1,8}~[A-Za-z0-9%_-]{0,60}", fullmatch=True)


@st.composite
def markups(draw: st.DrawFn) -> Markup:
    """People's text inside markup, or arbitrary markup."""
    parts = draw(st.lists(st.tuples(st.sampled_from(["", "> ", "- ", "**", "*"]), texts, st.booleans()), max_size=6))
    return Markup("\n".join(mark + (escape(text) if safe else text) for mark, text, safe in parts))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of all sizes."""
    width, height = draw(st.integers(0, 6)), draw(st.integers(0, 25))
    cell = lines.map(lambda text: text[:60])
    row = st.lists(cell, min_size=width, max_size=width).map(tuple)
    rows = draw(st.lists(row, min_size=min(height, 3), max_size=min(height, 3)))
    return Table(draw(row), tuple(rows), frozenset(draw(st.sets(st.integers(0, 5)))))


@st.composite
def cards(draw: st.DrawFn) -> Card:
    """Any card that kit makes."""
    button = st.builds(Button, lines.map(lambda text: text[:14]), st.just("r"), style=st.sampled_from(Style), id=ids)
    link = st.builds(LinkButton, lines.map(lambda text: text[:14]), st.just("https://a.org"), id=ids)
    fact = st.builds(Fact, lines.map(lambda text: text[:15]), lines.map(lambda text: text[:50]))
    try:
        return Card(
            draw(lines.map(lambda text: text[:29])),
            draw(markups()),
            tuple(draw(st.lists(fact, max_size=10))),
            draw(st.none() | tables()),
            draw(st.none() | st.builds(Progress, st.integers(0, 999), st.integers(1, 99), lines)),
            draw(st.none() | st.builds(Image, st.just("i"), st.binary(min_size=1, max_size=4), texts)),
            tuple(draw(st.lists(button, max_size=25))),
            draw(markups().map(lambda markup: Markup(markup[:100]))),
            draw(st.none() | st.builds(File, st.just("f.csv"), st.binary(min_size=1, max_size=4), lines)),
            links=tuple(draw(st.lists(link, max_size=1))),
        )
    except LimitError:
        return Card(draw(lines.map(lambda text: text[:29])))


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Any form, with or without values in its fields."""
    choice = st.builds(Choice, lines.map(lambda text: text[:14]), lines.map(lambda text: text[:14]))
    values = st.lists(choice, max_size=25, unique_by=lambda choice: choice.value).map(tuple)
    fields = [
        Field(
            name,
            draw(lines.map(lambda text: text[:45])),
            draw(st.booleans()),
            draw(texts),
            draw(values),
            draw(st.sampled_from([None, "offices"])),
            draw(st.integers(1, 4000)),
        )
        for name in "abcde"[: draw(st.integers(0, 5))]
    ]
    title, submit = (draw(lines.map(lambda text: text[:24])) for _ in range(2))
    return Form("log", title, tuple(fields), submit, draw(ids))
