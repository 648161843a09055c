"""Campaigns handed over: `/campaign import`, `/campaign adopt`, and what admins release."""
