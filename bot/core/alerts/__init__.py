"""Action alerts: written, planned, released, and followed afterwards.

Sending an alert writes a row for each channel in one transaction; nothing here posts anything.
Start reading at ``alerts``, then ``delivery_plan`` and ``delivery_times`` for where and when.
"""
