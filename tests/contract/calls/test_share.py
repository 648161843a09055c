"""After the last office, a short text to share with the campaign's hashtags."""

from tests.contract.people import said
from tests.contract.stage import Stage, campaign

SHARE = said("button.share")


async def test_the_last_call_offers_words_to_share(stage: Stage) -> None:
    await stage.restart(campaign("visas", 'tags: ["#KeepFamilies", "#VisasNow"]'))
    ana = stage.person("Ana")
    assert SHARE not in (await ana.say("/log spoke")).buttons
    await ana.say("/log spoke")
    assert SHARE in (await ana.say("/log voicemail")).buttons
    shared = await ana.tap(SHARE)
    assert shared.private
    tags = "#KeepFamilies #VisasNow"
    assert shared.has(said("share.text", title="Drive visas", phone="(202) 224-3121", tags=tags))
    assert SHARE in (await ana.say("/script")).buttons
