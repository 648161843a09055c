"""Campaigns brought in from files: what is refused, what is shown, and what a tap saves."""

import pytest

from bot.core.campaign_files.campaign_export import write_campaign
from bot.core.campaigns.campaign_history import Act, load_history
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.support.handing_over import CORA, Sender, sit_at
from tests.public_data.capitol import make_congress
from tests.services import Core, caller, campaign, core_on, new_request

NEW = "campaign: call-today\ntitle: Call today\ngoal: 500\nscripts:\n  en: {text: Hello}\n"


async def open_core(store: Store, *more: str) -> Core:
    return await core_on(store, [campaign("vof", *more)])


async def read_goals(core: Core) -> dict[str, int | None]:
    return {one.id: one.file.goal for one in await core.campaigns.load_all()}


async def refuse(work: object) -> UserError:
    with pytest.raises(UserError) as refused:
        await work  # type: ignore[misc]
    return refused.value


async def test_a_new_campaign_is_in_force_only_after_its_sender_agrees(store: Store) -> None:
    core = await open_core(store)
    admin = Sender(core)
    view = await admin.view(NEW)
    assert (view.in_force, view.narrowed, view.needs_second) == (None, False, False)
    assert ("goal",) in [one.where for one in view.differences]
    assert "call-today" not in await read_goals(core)
    saved = await admin.save(view)
    assert (saved.is_new, saved.waits) == (True, "")
    assert (await read_goals(core))["call-today"] == 500
    [line] = await core.store.read(lambda tx: load_history(tx, "call-today"))
    assert line.act is Act.IMPORT
    assert line.actor


async def test_a_round_trip_changes_nothing_and_says_so(store: Store) -> None:
    core = await open_core(store)
    admin = Sender(core)
    await admin.bring_in(NEW)
    view = await admin.view(await admin.export("call-today"))
    assert (view.proposal, view.differences) == ("", ())
    assert len(await core.store.read(lambda tx: load_history(tx, "call-today"))) == 1


async def test_changes_are_shown_part_by_part(store: Store) -> None:
    core = await open_core(store)
    admin = Sender(core)
    await admin.bring_in(NEW)
    changed = (
        NEW.replace("500", "600").replace("Hello}", "Hi}\n  es: {text: Hola}") + "asks: [{key: dream, text: Yes?}]\n"
    )
    view = await admin.view(changed)
    found = {one.where: (one.before, one.after) for one in view.differences}
    assert found == {
        ("goal",): ("500", "600"),
        ("asks", "dream", "text", "en"): ("", "Yes?"),
        ("scripts", "en", "text"): ("Hello", "Hi"),
        ("scripts", "es", "reviewed"): ("", "false"),
        ("scripts", "es", "text"): ("", "Hola"),
    }


async def test_every_problem_has_its_place(store: Store) -> None:
    admin = Sender(await open_core(store))
    bad = "campaign: Bad Key\ntitel: x\ngoal: many\nscripts: {es: {text: '{{nme}}'}}\n"
    found = await admin.problems(bad)
    assert [(line, column) for line, column, _ in found] == [(1, 1), (1, 11), (2, 1), (3, 7), (4, 1), (4, 23)]
    wrong = "campaign: late\ntitle: drive vof\ncloses: 2020-01-01 09:00\norg: Nobody\nscripts: {en: {text: a}}\n"
    assert await admin.problems(wrong) == [
        (2, 8, "draft.wrong.title"),
        (3, 9, "draft.wrong.past"),
        (4, 6, "draft.wrong.org"),
    ]


async def test_what_the_parser_cannot_know_is_told_beside_what_it_refuses(store: Store) -> None:
    admin = Sender(await open_core(store))
    scripts = "scripts: {en: {text: a}}\n"
    both = f"campaign: late\ntitle: drive vof\nopens: yesterday 9:00\ncloses: 2020-01-01 09:00\ngoal: many\n{scripts}"
    assert await admin.problems(both) == [
        (2, 8, "draft.wrong.title"),
        (3, 8, "draft.wrong.opens_passed"),
        (4, 9, "draft.wrong.past"),
        (5, 7, '"goal" must be a whole number, in digits only'),
    ]
    await admin.core.congress.replace(make_congress().load())
    left = f"campaign: late\ntitle: A\norg: Nobody\naudience: org\ntargets: [Z000999]\ngoal: many\n{scripts}"
    assert await admin.problems(left) == [
        (5, 11, "draft.wrong.member"),
        (6, 7, '"goal" must be a whole number, in digits only'),
    ]
    words = f"campaign: late\ntitle: A\ncloses: yesterday\nopens: someday\n{scripts}"
    assert await admin.problems(words) == [
        (3, 9, "draft.wrong.closes_passed"),
        (4, 8, '"opens" must be a local time such as 2026-11-22 09:00'),
    ]


async def test_a_campaign_that_is_over_is_not_told_so_beside_another_problem(store: Store) -> None:
    admin = Sender(core := await open_core(store))
    closing = "campaign: soon\ntitle: Soon\ncloses: 2026-11-26 09:00\nscripts: {en: {text: a}}\n"
    await admin.bring_in(closing)
    core.clock.forward(days=10)
    assert await admin.problems(f"{closing}goal: many\n") == [(5, 7, '"goal" must be a whole number, in digits only')]


@pytest.mark.parametrize("value", ["x", "[x, [y]]", "{x: {y: z}}", "[{x: y}]", "[[], {}]"])
async def test_values_of_any_shape_are_refused_with_sentences(store: Store, value: str) -> None:
    admin = Sender(await open_core(store))
    for key in ("title", "opens", "closes", "timezone", "org", "audience", "targets", "actions", "asks", "facts"):
        found = await admin.problems(f"campaign: late\ngoal: many\n{key}: {value}\n")
        assert (2, 7, '"goal" must be a whole number, in digits only') in found


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"campaign: \xff\xfe", "not UTF-8"),
        ("campaign: a".encode("utf-16"), "UTF-16"),
        (b"[1, 2]", "keys with values"),
        (b"a: &b [*b, *b]", "& and * have a meaning"),
        (b"x: !!python/object:os.system {}", "! has a meaning"),
        (b"a: 1\n---\nb: 2", "a second document"),
        (b"a: " + b"[" * 500 + b"]" * 500, "levels or"),
        ((b"a: \x1b[31mred"), "hidden character"),
    ],
)
async def test_a_hostile_file_is_a_sentence_with_a_place(store: Store, data: bytes, sentence: str) -> None:
    found = await Sender(await open_core(store)).problems(data)
    assert any(sentence in said for _, _, said in found)
    assert all(line >= 1 and column >= 1 for line, column, _ in found)


async def test_a_coordinators_campaign_is_for_the_own_org_until_an_admin_widens_it(store: Store) -> None:
    core = await open_core(store)
    cora = await sit_at(core, "cora", "Ours")
    view = await cora.view(NEW)
    assert (view.content.org, view.content.audience, view.narrowed) == ("Ours", "org", True)
    await cora.save(view)
    again = await cora.view(NEW + "audience: coalition\norg: Ours\n")
    assert (again.proposal, again.narrowed) == ("", True)
    await Sender(core, CORA).bring_in(NEW + "audience: coalition\norg: Ours\n")  # an admin
    wider = await cora.view(NEW.replace("500", "600") + "org: Ours\n")
    assert (wider.content.audience, [one.where for one in wider.differences]) == ("coalition", [("goal",)])


async def test_anothers_key_is_not_found_and_reads_alike(store: Store) -> None:
    core = await open_core(store)
    cora, dan = await sit_at(core, "cora", "Ours"), await sit_at(core, "dan", "Theirs")
    await dan.bring_in(NEW)
    refused = await refuse(cora.send(NEW))
    assert (refused.key, refused.params) == ("import.unknown", {"word": "call-today"})
    foreign, missing = [await cora.problems(NEW.replace("today", "now") + f"org: {org}\n") for org in ("Theirs", "No")]
    assert foreign == missing == [(6, 6, "draft.wrong.org")]
    desk = core.built.drafts.drafts
    draft = await desk.start(dan.who, dan.reach, "Secret", None, None, new_request(), core.clock())
    hidden = NEW.replace("call-today", draft.draft.campaign_id)
    assert (await refuse(cora.send(hidden))).key == "import.unknown"


async def test_what_one_may_not_change_is_refused(store: Store) -> None:
    core = await open_core(store)
    cora, admin = await sit_at(core, "cora", "Ours"), Sender(core)
    vof = NEW.replace("call-today", "vof").replace("Call today", "Drive vof")
    assert (await refuse(cora.send(vof))).key == "lifecycle.not_yours"
    in_file = await refuse(admin.send(vof))
    assert (in_file.key, in_file.params["campaign"]) == ("import.in_file", "vof")
    await admin.adopt("vof")
    await admin.bring_in(vof)
    assert (await read_goals(core))["vof"] == 500
    await core.campaigns.take_files([campaign("vof")])
    assert (await read_goals(core))["vof"] == 500, "its file is ignored"


async def test_a_file_is_saved_once_by_its_sender_and_only_against_what_they_saw(store: Store) -> None:
    core = await open_core(store)
    cora, dan = await sit_at(core, "cora", "Ours"), Sender(core, caller("dan"))
    view, request = await cora.view(NEW), new_request()
    assert (await refuse(dan.save(view))).key == "import.gone"
    first = await cora.save(view, request)
    assert await cora.save(view, request) == first
    assert (await refuse(cora.save(view))).key == "import.gone"
    old, newer = await cora.view(NEW.replace("500", "1")), await cora.view(NEW.replace("500", "2"))
    await cora.save(newer)
    assert (await refuse(cora.save(old))).key == "import.outdated"
    assert (await read_goals(core))["call-today"] == 2


async def test_a_file_is_kept_for_a_day(store: Store) -> None:
    core = await open_core(store)
    admin = Sender(core)
    view = await admin.view(NEW)
    core.clock.forward(days=1)
    assert (await refuse(admin.save(view))).key == "import.gone"


async def test_the_same_request_keeps_one_file(store: Store) -> None:
    admin, request = Sender(await open_core(store)), new_request()
    first, second = await admin.send(NEW, request), await admin.send(NEW, request)
    assert first == second


async def test_a_file_may_be_thrown_away(store: Store) -> None:
    core = await open_core(store)
    admin = Sender(core)
    view = await admin.view(NEW)
    await core.built.handover.importing.discard(admin.who, view.proposal)
    assert (await refuse(admin.save(view))).key == "import.gone"


async def test_an_export_of_a_campaign_from_a_file_comes_back_the_same(store: Store) -> None:
    core = await open_core(store, "opens: 2026-12-01 09:00", "targets: my_senators", "tags: ['#Now']")
    admin = Sender(core)
    await admin.adopt("vof")
    assert (await admin.view(write_campaign(core.campaigns.files["vof"]))).proposal == ""


async def test_a_file_without_an_org_keeps_the_one_that_runs_the_campaign(store: Store) -> None:
    core = await open_core(store)
    cora, dan = await sit_at(core, "cora", "Ours"), await sit_at(core, "dan", "Theirs")
    await cora.bring_in(NEW)
    both = Sender(core, caller("both"), Reach(Role.COORDINATOR, cora.reach.orgs | dan.reach.orgs))
    assert (await both.view(NEW.replace("500", "6"))).content.org == "Ours"
    assert (await refuse(both.send(NEW.replace("call-today", "other")))).key == "org.which"


async def test_somebody_who_lost_the_role_in_between_saves_nothing(store: Store) -> None:
    core = await open_core(store)
    cora, dan = await sit_at(core, "cora", "Ours"), await sit_at(core, "dan", "Theirs")
    view = await cora.view(NEW)
    moved = Sender(core, cora.who, dan.reach)
    assert (await refuse(moved.save(view))).key == "import.unknown"
    assert "call-today" not in await read_goals(core)


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"\t" * 65_536, 10_000),  # hidden characters: as many as a document may have entries
        (b"a: " + "\u202e".encode() * 20_000, 10_000),
        (b'scripts: {en: {text: "' + b"{{" * 20_000 + b'"}}', 103),  # a hundred of one text, and what is missing
        (b'scripts: {en: {text: "' + b"{{x}} " * 9_000 + b'"}}', 103),
    ],
)
async def test_a_file_made_to_be_slow_has_bounded_problems(store: Store, data: bytes, count: int) -> None:
    assert len(await Sender(await open_core(store)).problems(data)) == count
