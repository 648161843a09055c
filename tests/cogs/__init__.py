"""Tests of cards and menus by themselves, where no platform is needed."""
