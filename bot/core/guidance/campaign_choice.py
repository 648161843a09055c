"""Which of several open campaigns a call is for, where nobody named one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaigns import Campaign, foremost_first
from bot.core.guidance.target_finder import TargetFinder
from bot.core.guidance.target_names import nearest_of
from bot.core.guidance.targets import Chosen, Targets, chosen
from bot.errors import UserError
from bot.phrases import either
from bot.store.engine import Tx

_KNOWN = 12  # offices that a sentence names

Opened = tuple[tuple[Campaign, Targets], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A campaign in which the office is found that somebody named; ``office`` is its id or slot there."""

    campaign: str
    office: str


class SeveralFitError(UserError):
    """An office that more than one open campaign has: which was meant, only the caller can say."""

    def __init__(self, word: str, fits: tuple[Fit, ...]) -> None:
        super().__init__("log.which", field="campaign", office=word)
        self.fits = fits


async def opened_for(tx: Tx, known: Iterable[Campaign], finder: TargetFinder, place: str | None, at: int) -> Opened:
    """Return the open ones of ``known``, the foremost first, each with whom somebody in ``place`` calls in it."""
    opened = (campaign for campaign in foremost_first(known, at) if campaign.state(at) is CampaignState.OPEN)
    return tuple([(one, await finder.find(tx, one.file, place, at)) for one in opened])


def campaign_for(
    opened: Sequence[tuple[Campaign, Targets]],
    office: str | None,
    tapped: bool = False,
    done: Collection[str] = (),
) -> Campaign:
    """Return the campaign of a call: the one that has ``office``, else the first that leaves somebody to call.

    ``opened`` are the open campaigns, the foremost first, at least one; ``done`` are the ids of those whose targets the
    caller has all reached that day. Raises SeveralFitError where several have the office, and UserError where none
    has it.
    """
    if not office:
        some = [campaign for campaign, targets in opened if targets.row]
        return next((one for one in some if one.id not in done), (*some, opened[0][0])[0])
    found = list(_fits(opened, office, tapped))
    if len(found) > 1:
        raise SeveralFitError(office, tuple(Fit(campaign.id, one.office or one.slot) for campaign, one in found))
    return found[0][0] if found else _nowhere(opened, office)


def _fits(opened: Sequence[tuple[Campaign, Targets]], office: str, tapped: bool) -> list[tuple[Campaign, Chosen]]:
    found = []
    for campaign, targets in opened:
        try:
            found.append((campaign, chosen(office, targets, campaign.file, tapped)))
        except UserError as error:
            if error.key == "office.several":  # two of this campaign's offices are called so: that is to be said
                raise
    return found


def _nowhere(opened: Sequence[tuple[Campaign, Targets]], office: str) -> Campaign:
    """Raise what is wrong with an office that no open campaign has."""
    if len(opened) == 1:
        return opened[0][0]
    known = dict.fromkeys(target.label for _, targets in opened for target in targets.row)
    if not known:
        raise UserError("office.nobody_anywhere", field="office")
    rows = [target for _, targets in opened for target in targets.row]
    if near := nearest_of(office, rows):
        raise UserError("office.near_anywhere", field="office", word=office, near=near)
    raise UserError("office.unknown_anywhere", field="office", word=office, known=either(tuple(known)[:_KNOWN]))
