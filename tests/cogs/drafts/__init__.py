"""Tests of the cards of drafts."""
