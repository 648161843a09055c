"""The forms of a draft's parts, the cards that lead to them, and what they suggest."""
