"""The language that cogs speak: commands declared once, cards, forms. No platform, no SQL, no feature."""
