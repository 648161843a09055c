"""A right-to-left script: its number and names read correctly on every platform."""

from tests.contract.stage import Stage
from tests.public_data.capitol import id_of, make_congress, number_of

LINES = {
    "ar": "اتصلوا على {{phone}} اليوم واطلبوا {{member}}",
    "he": "התקשרו אל {{phone}} היום ובקשו את {{member}}",
    "fa": "امروز با {{phone}} تماس بگیرید و {{member}} را بخواهید",
    "ur": "آج {{phone}} پر فون کریں اور {{member}} سے بات کریں",
}
SCRIPTS = ", ".join(f"{language}: {{text: '{line}'}}" for language, line in LINES.items())
CAMPAIGN = f"campaign: rtl-test\ntitle: Rtl test\nscripts: {{en: {{text: Hello}}, {SCRIPTS}}}"


async def test_a_right_to_left_script_isolates_its_number_and_its_member(stage: Stage) -> None:
    await stage.elect(make_congress().load())
    await stage.restart(CAMPAIGN)
    number = number_of(id_of("CA-11"))
    for language, text in LINES.items():
        ana = stage.person(f"Ana {language}", locale=language)
        await ana.say("/profile district:CA-11")
        for line in ("/script", f"/script language:{language}"):
            card = await ana.say(line)
            assert card.has(text.split(" ")[0]), language
            assert card.has(f"\u2066{number}\u2069"), language
            assert card.has("\u2066Casey CA-11\u2069"), language
            assert card.text.count("\u2066\u2066") == 0, language
        await ana.tap("Left a voicemail")
        assert stage.calls()[-1][-1] == language


async def test_a_script_in_another_language_than_asked_for_says_so(stage: Stage) -> None:
    await stage.restart(CAMPAIGN)
    ana = stage.person("Ana")
    for typed, name in (("ko", "한국어"), ("es", "Español"), ("zh-Hant", "繁體中文")):
        card = await ana.say(f"/script language:{typed}")
        assert card.has(f"There's no script in {name} for this campaign yet, so this one is in English.")
    for line in ("/script", "/script language:en", "/script language:ar"):
        assert not (await ana.say(line)).has("There's no script in")
