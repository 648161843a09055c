"""State legislatures: their chambers and districts, who sits in them, and where they can be called.

The members come from Open States' files, one state at a time. Chambers and districts are facts in `facts`.
Start reading at ``chambers``, then ``state_directory``.
"""
