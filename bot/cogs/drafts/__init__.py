"""Campaigns written and corrected in chat: `/campaign new`, `edit`, `publish` and `history`."""
