"""Triad: speaker, listener and observer take turns, alone or three around one screen."""
