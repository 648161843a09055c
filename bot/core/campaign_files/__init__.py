"""What a campaign says, as a file has it: YAML in, frozen records out, or every problem with its line.

Every text is by language, with English always there; blanks are a fixed list, replaced in one pass.
Start reading at ``campaign_file``, then ``campaign_shape``.
"""
