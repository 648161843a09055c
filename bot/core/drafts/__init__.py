"""Campaigns written and corrected in chat: drafts, publishing them, and their history.

A draft holds the keys of a campaign file, part by part, and one parser judges both. Start reading at ``drafts``.
"""
