"""People and their accounts. A keyed hash finds an account, and its data is encrypted.

Some limits outlive a deleted person: see the room ``past``. ``profiles`` has what people say about themselves.
Start with ``people``, then ``grants`` for roles.
"""
