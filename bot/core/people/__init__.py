"""People and their accounts. A keyed hash finds an account, and its data is encrypted.

Some limits outlive a deleted person: ``guards`` keeps suspensions, ``past`` keeps used slots for up to two days.
Start with ``people``, then ``grants`` for roles.
"""
