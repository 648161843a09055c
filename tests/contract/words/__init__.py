"""Words that people type: understood where they are clear, answered by a sentence where they aren't."""
