"""The core's services on a database of the bench's own, without a platform."""

from pathlib import Path

from bot.core.base.audit.audit import Audit
from bot.core.base.keys.keys import Keys
from bot.core.build import Core, build_core
from bot.core.campaign_files.campaign_folder import load_campaigns
from bot.core.core_settings import CoreSettings
from bot.core.privacy.forgotten_ids import Ledger
from bot.core.times.clock import now
from bot.identity import Caller
from bot.kit.cards.markup import measure_cost
from bot.store.engine import Store

ROOT = Path(__file__).resolve().parent.parent
SECRET = b"of measurements, nobody's secret"
MIN_GROUP = 5


def build_bench_core(store: Store) -> Core:
    """Wire core on ``store`` as the app does, with the sample campaign."""
    files = load_campaigns(ROOT / "campaigns", "America/New_York", measure_cost)
    audit, ledger = Audit(store, now), Ledger(Path("/nowhere"))  # nobody is forgotten here
    # Only this core uses the keys: what it remembers must not help the next take.
    return build_core(store, Keys(SECRET), now, audit, ledger, files, CoreSettings())


def make_volunteer(number: int) -> Caller:
    """The account of one of the bench's people."""
    return Caller("discord", str(number), "1")
