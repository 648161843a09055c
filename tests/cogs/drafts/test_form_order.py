"""The form of `/campaign new` asks first for what every campaign needs."""

from bot.cogs.drafts.draft import DraftCog
from bot.kit.answers.forms import make_form
from bot.kit.i18n import load_words
from bot.kit.spec import make_form_spec, read_specs


def test_what_few_people_fill_in_comes_last_and_ids_stay() -> None:
    [spec] = [make_form_spec(one) for one in read_specs(DraftCog.begin)]
    form = make_form(spec, {"org": "Harbor"}, load_words("en"), "id", {})
    assert [field.name for field in form.fields] == ["name", "script", "questions", "from", "org"]
    assert form.fields[-1].value == "Harbor"
    assert [option.name for option in spec.options] == ["name", "from", "org", "script", "questions"]
