"""Personal reminders, each at a time its owner chose, on the owner's clock.

Callboard sends a reminder once, as a direct message, and never sends two daily reminders on one day.
Start reading at ``own_reminders``, and at ``due_reminders`` for what is sent.
"""
