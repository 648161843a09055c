"""How long each part of a request may take, in seconds. A platform lets a form open within 3 s."""

ANSWER = 20.0  # after this, the person is informed that it took too long
SLOW = 120.0  # the same for work that is known to take long, such as a long PDF
WORKING = 2.0  # after this, the person reads that such work goes on, and then, as often, how far it is
ROLE = 0.6  # to check the caller's role before a form opens
PREFILL = 0.8  # to fill a form's fields
