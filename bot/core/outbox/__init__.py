"""Due rows that delivery works through: alerts to post, posted cards to edit, overdue alerts, and scheduled posts.

Deliveries are taken under a lease and marked as tried before the network is used, so that nothing is posted twice.
Start with ``deliveries``.
"""
