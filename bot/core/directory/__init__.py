"""Who can be called: members of Congress, their offices, numbers, hours and clocks.

These are plain records and rules, without a database. An edition past its end names nobody.
Start reading at ``members``.
"""
