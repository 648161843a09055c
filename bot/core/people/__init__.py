"""People and their accounts: found by a keyed hash, held in ciphertext, made once something is kept for them.

What an account is held to outlives its person: ``guards`` keeps suspensions, ``past`` keeps used slots for
two days at most.
Start reading at ``people``, then ``grants`` for who may do what.
"""
