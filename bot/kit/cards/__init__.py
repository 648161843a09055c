"""What cogs answer with: cards and forms, their markup, and posts nobody asked for."""
