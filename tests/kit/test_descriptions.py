"""What options are called, in the reader's language."""

from bot.cogs.coalition.chapter import ChapterCog
from bot.kit.descriptions import describe_option
from bot.kit.i18n import load_words
from bot.kit.spec import read_specs


def test_a_form_shares_the_sentences_of_its_command() -> None:
    command, form = sorted(read_specs(ChapterCog.map), key=lambda spec: spec.kind)
    words = load_words("es")
    assert (command.kind, form.kind) == ("command", "form")
    assert not [option for option in form.options if words.has(f"form.{form.name}.{option.name}")]
    expected = [words.t(f"command.{command.name}.{option.name}") for option in form.options]
    for spec in (command, form):
        assert [describe_option(spec, option, "es") for option in spec.options] == expected
