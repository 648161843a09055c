"""What is measured of posts, on the platforms that take, refuse and delay them."""

from bot.cli.monitoring.metrics import Metrics
from tests.core.support.coalition import ROOT
from tests.delivery.conftest import Floor
from tests.delivery.press import worker_on


async def test_posts_are_counted_by_what_became_of_them_and_how_late_they_were(floor: Floor) -> None:
    metrics = Metrics()
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack, meter=metrics)
    floor.discord.refuse("POST /channels/*/messages", 403, 50013, times=1)
    floor.slack.refuse("chat.postMessage", "is_archived")
    await floor.room.send(ROOT, audience="coalition")
    floor.room.core.clock.forward(seconds=90)
    await worker.run_once()

    def read(sample: str, **labels: str) -> float | None:
        return metrics.registry.get_sample_value(f"callboard_{sample}", labels)

    for platform, done, reason in (("discord", 5, "forbidden"), ("slack", 3, "archived")):
        assert read("sends_total", platform=platform, kind="post", result="done") == done
        assert read("sends_total", platform=platform, kind="post", result="refused") == 1
        assert read("send_refusals_total", platform=platform, reason=reason) == 1
        assert read("send_seconds_count", platform=platform, kind="post") == done + 1
        assert read("delivery_seconds_count", platform=platform) == done
        assert read("delivery_seconds_sum", platform=platform) == 90 * done
