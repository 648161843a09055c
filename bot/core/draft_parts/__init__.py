"""Turns the fields of a draft's forms into the keys of a campaign file, and back. Plain functions.

A draft has parts, each with a form of its own. What a part makes of its fields is what a file would say; whether that
is right, the parser of files decides. Start reading at ``draft_parts``, then ``entry_text``.
"""
