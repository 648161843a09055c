"""Whom a caller calls next, and at which number.

Targets are decided anew each time from the campaign, the person's place and one edition of Congress.
Start reading at ``targets``, then ``phone_lines``.
"""
