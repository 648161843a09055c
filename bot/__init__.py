"""Callboard: the phone-bank floor of a coalition, inside the chat its volunteers already use."""
