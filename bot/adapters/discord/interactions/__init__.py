"""One interaction, from its payload to its one answer.

`requests` reads the payload, `handler` runs it through dispatch, `answers` decides how to show the result, and
`sender` sends it, again and again until Discord takes it. `rest` makes a single request.
"""
