"""What people may call themselves on boards.

A public name is plain letters, and nobody's role, org, chapter or member of Congress. The lists of rude words are
checked in several languages, in any spelling. Start reading at ``public_names``.
"""
