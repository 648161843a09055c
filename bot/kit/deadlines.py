"""How long each part of a request may take, in seconds. A platform lets a form open within 3 s."""

ANSWER = 20.0  # then the person hears that it took too long
ROLE = 0.6  # to look up whether somebody may open a form
PREFILL = 0.8  # to fill a form's fields
