"""What a campaign says, and whether it takes calls.

Files become frozen objects or a list of every problem. A call keeps the version of the campaign it was made with.
Start reading at ``campaign_file``, then ``campaigns``.
"""
