"""Corrections by coordinators: void calls, suspend people, hide names. The audit trail records each one.

A correction updates every total in one transaction. Start with ``moderation``.
"""
