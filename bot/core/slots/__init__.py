"""Which calls an account may still log today: its slots, and its limits.

A slot is one call that counts a day. Slots that were used stay used, whatever a person forgets, links or changes.
Start reading at ``own_slots``, then ``day_slots``.
"""
