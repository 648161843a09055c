"""The home card, the open campaigns, and opening, pausing and closing them."""
