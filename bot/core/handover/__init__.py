"""Campaigns handed over: from a file that somebody sends, from a file to chat, and to another admin for release."""
