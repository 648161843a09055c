"""The one door: every command, button and form, from every platform, comes in here.

``dispatcher`` says what a request means, from its arguments alone; ``runner`` does the work once the caller is known.
Start reading at ``dispatcher``, then ``steps``.
"""
