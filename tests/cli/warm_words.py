"""Reads the English sentences when imported, for all processes that start from the one that did (`warm_start`)."""

from bot.kit.i18n import load_catalog

load_catalog("en")
