"""How fast Callboard may send to Discord."""

from dataclasses import dataclass

from bot.adapters.pacing import MakeLimiter, Rate, make_own_limiter

_BOT, _CHANNEL, _IDENTIFY = Rate(2, 48), Rate(2, 0.6), Rate(1, 0.2)
ALL = ""  # the key of the limit over all channels


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast to post, and to identify at the gateway.

    50 requests a second for the bot; answers to commands don't count
    (https://docs.discord.com/developers/topics/rate-limits#global-rate-limit), so posts may use all of it. A
    channel takes five messages in 5 s, and as many edits. One IDENTIFY each 5 s, for the shards of one remainder
    (https://docs.discord.com/developers/events/gateway#sharding-max-concurrency).
    """

    bot: Rate = _BOT
    channel: Rate = _CHANNEL
    identify: Rate = _IDENTIFY


class Limiters:
    """The limiters of one bot. ``make`` makes each, so that several processes may share them."""

    def __init__(self, limits: Limits, make: MakeLimiter = make_own_limiter) -> None:
        self.limits = limits
        self.bot = make("discord", limits.bot)
        self.posts, self.edits = make("discord posts", limits.channel), make("discord edits", limits.channel)
        self.identify = make("discord identify", limits.identify)
