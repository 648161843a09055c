"""Chooses the open campaign that a call is for if the caller named none."""

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaign_search import offer_like, sort_campaigns
from bot.core.campaigns.campaigns import Campaign
from bot.core.guidance.target_finder import TargetFinder
from bot.core.guidance.target_names import find_nearest_target
from bot.core.guidance.targets import TargetChoice, Targets, choose_target
from bot.core.people.profiles.profiles import Profile
from bot.errors import Blank, UserError
from bot.phrases import list_choices, make_phrase
from bot.store.engine import Tx

_KNOWN = 12  # the most offices a sentence names

OpenTargets = tuple[tuple[Campaign, Targets], ...]


class Fit(Struct, frozen=True):
    """A campaign that fits a call. ``office`` is the named office's id or target key there, "" if none was named."""

    campaign: str
    office: str


class SeveralFitError(UserError):
    """Several open campaigns fit, and only the caller knows which one they mean.

    ``office`` is the office they named, "" if none.
    """

    def __init__(self, office: Blank, fits: tuple[Fit, ...]) -> None:
        super().__init__("log.which" if office else "log.which_open", field="campaign", office=office)
        self.fits = fits


async def load_open_targets(
    tx: Tx, known: Iterable[Campaign], finder: TargetFinder, profile: Profile | None, at: int
) -> OpenTargets:
    """The open campaigns among ``known``, sorted, each with the targets of a caller with this profile."""
    opened = [campaign for campaign in known if campaign.state(at) is CampaignState.OPEN]
    return tuple([(one, await finder.find(tx, one.file, profile, at)) for one in sort_campaigns(opened, at)])


def find_campaign_of_office(open_targets: OpenTargets, office: str, tapped: bool, guessed: bool = False) -> Campaign:
    """The one campaign among ``open_targets``, at least one, that calls an office. See `choose_target`.

    Raises SeveralFitError if several call it, and UserError if none does.
    """
    found = list(_find_fits(open_targets, office, tapped, guessed))
    if len(found) > 1:
        fits = tuple(Fit(campaign.id, one.office or one.slot) for campaign, one in found)
        raise SeveralFitError(_name_office(open_targets, {one.slot for _, one in found}, office), fits)
    return found[0][0] if found else _refuse_unknown_office(open_targets, office, guessed)


def choose_to_call(open_targets: OpenTargets, done: Collection[str]) -> Campaign:
    """The first campaign with a target left to call, among ``open_targets``, sorted, at least one.

    ``done`` are the ids of campaigns in which the caller has reached every target that day. If they are done with all,
    it is the first with any target.
    """
    some = [campaign for campaign, targets in open_targets if targets.all]
    return next((one for one in some if one.id not in done), (*some, open_targets[0][0])[0])


def choose_to_log(open_targets: OpenTargets, done: Collection[str]) -> Campaign:
    """The campaign of a call that names neither a campaign nor an office: the only one with a target left.

    ``done`` is as in `choose_to_call`. Raises SeveralFitError if several have one, because only the caller knows which
    script they read. If none has one, it is the first, and the receipt says that nobody is left.
    """
    left = [campaign for campaign, targets in open_targets if targets.all and campaign.id not in done]
    if len(left) > 1:
        raise SeveralFitError("", tuple(Fit(campaign.id, "") for campaign in left))
    return choose_to_call(open_targets, done)


# Reasons why there is no such office that are about the caller's place, whatever the campaign.
_TRUE_ANYWHERE = ("office.no_senators", "office.vacant", "office.whose")


def _find_fits(
    open_targets: Sequence[tuple[Campaign, Targets]], office: str, tapped: bool, guessed: bool
) -> list[tuple[Campaign, TargetChoice]]:
    found = []
    for campaign, targets in open_targets:
        try:
            found.append((campaign, choose_target(office, targets, campaign.file, tapped, guessed)))
        except UserError as error:
            if error.key == "office.several":  # two offices of this campaign have that name: the caller must choose
                raise
    return found


def _name_office(open_targets: OpenTargets | Sequence[tuple[Campaign, Targets]], slots: set[str], typed: str) -> Blank:
    """The name of the office that several campaigns call, or what was typed where it names several."""
    labels = {target.label for _, targets in open_targets for target in targets.all if target.slot in slots}
    if len(labels) > 1:
        return make_phrase("offer.quoted", name=typed)
    return labels.pop()


def _refuse_unknown_office(open_targets: Sequence[tuple[Campaign, Targets]], office: str, guessed: bool) -> Campaign:
    """Raise UserError about an office that no open campaign has. One campaign alone gives its own error later.

    A ``guessed`` word may be meant for a campaign.
    """
    if len(open_targets) == 1:
        return open_targets[0][0]
    known = dict.fromkeys(target.label for _, targets in open_targets for target in targets.all)
    if not known:
        raise UserError("office.nobody_anywhere", field="office")
    for campaign, targets in open_targets:
        try:
            choose_target(office, targets, campaign.file)
        except UserError as error:
            if error.key in _TRUE_ANYWHERE:
                raise
    rows = [target for _, targets in open_targets for target in targets.all]
    if near := find_nearest_target(office, rows):
        unknown = UserError("office.near_anywhere", field="office", word=office, near=near.label)
        raise unknown.add_choices([(near.slot, near.label)])
    if guessed:
        offer_like((campaign for campaign, _ in open_targets), office)
    raise UserError("office.unknown_anywhere", field="office", word=office, known=list_choices(known, _KNOWN))
