"""Who can be called: members of Congress, their offices, phone numbers, hours and time zones.

These are plain records and rules, without a database. Once its Congress has ended, an edition names nobody.
Start reading at ``members``.
"""
