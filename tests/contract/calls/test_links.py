"""Links of a campaign: buttons where their address is plain and allowed, text where it isn't."""

from tests.contract.people import said
from tests.contract.stage import Stage, campaign

LINKS = campaign(
    "visas",
    "facts:",
    "  - {text: {en: Families wait}, source: 'https://data.example.org/wait?a=1'}",
    "  - {text: {en: It is so}, source: 'Our report, 2017'}",
    "  - {text: {en: Elsewhere}, source: 'https://other.test/x'}",
    "actions:",
    "  - {key: sign, type: link, title: {en: Sign the petition}, url: 'https://sign.example.org/now'}",
    "  - {key: port, type: link, title: {en: Odd port}, url: 'https://sign.example.org:8443/now'}",
)


async def test_links_and_sources_are_buttons_that_name_their_host(stage: Stage) -> None:
    stage.settings += "alerts: {link_domains: [example.org]}\n"
    await stage.restart(LINKS)
    ana = stage.person("Ana")
    shown = await ana.say("/actions")
    link = "Sign the petition (sign.example.org)"
    assert shows_link(stage, shown.text, shown.buttons, link, "https://sign.example.org/now")
    assert shown.has("Odd port: https://sign.example.org:8443/now")
    await ana.say("/script")
    facts = await ana.tap(said("script.button.more"))
    assert shows_link(
        stage, facts.text, facts.buttons, "Source 1 (data.example.org)", "https://data.example.org/wait?a=1"
    )
    assert facts.has("Families wait (data.example.org)")
    assert facts.has("It is so (Our report, 2017)")
    assert facts.has("Elsewhere (https://other.test/x)")


def shows_link(stage: Stage, text: str, buttons: tuple[str, ...], label: str, url: str) -> bool:
    """Whether a link is there: as a button, or at the console as text."""
    if stage.platforms[0].name == "console":
        return f"{label}: {url}" in text
    return label in buttons
