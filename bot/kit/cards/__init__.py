"""What cogs answer with: cards and forms, their markup, and posts without a command."""
