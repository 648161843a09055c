"""Names and references as people type them: tidied, checked, and found by a part or by a near miss.

All look-ups of campaigns, organizations, chapters and alerts come here, so that they read typed words alike.
Start reading at ``name_search``.
"""
