"""A simulated call-in day: people, both platforms and a database, all thrown away, and Callboard itself between them.

`./callboard simulate` is its only user; nothing else imports it. `plan` says what happens on such a day, `crowd` lets
it happen, `checker` compares what people were shown with what was saved, and `picture` draws the day.
"""
