"""Instants, local times, and times as people type them.

Instants are UTC integer microseconds everywhere; a local time that a clock change skips or doubles is never guessed.
Start reading at ``clock``, then ``typed_time``.
"""
