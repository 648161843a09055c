"""How long workers hold due rows (leases, in microseconds) and wait for platforms (timeouts, in seconds)."""

from bot.core.times.clock import SECOND

# A delivery's lease is renewed while its post lasts, so a killed process frees its rows quickly.
DELIVERY_LEASE = 10 * SECOND
DELIVERY_TIMEOUT = 30.0  # includes waiting for a turn

# An edit's lease is not renewed, so it outlasts the timeout.
EDIT_LEASE = 45 * SECOND
EDIT_TIMEOUT = 30.0

# Direct messages.
NOTICE_TIMEOUT = 20.0
OVERDUE_TIMEOUT = 5.0  # short, because deliveries wait meanwhile
REMINDER_TIMEOUT = 30.0
