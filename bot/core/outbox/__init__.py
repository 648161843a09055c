"""Rows that are due: posts to send once, posted cards to edit, alerts that are overdue, posts of campaigns themselves.

Due rows are taken under a lease; what was begun is marked before the network is asked, so nothing is sent twice.
Start reading at ``deliveries``.
"""
