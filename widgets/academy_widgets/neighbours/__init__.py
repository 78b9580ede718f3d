"""Neighbours: small wishes about who is near, and what they come to for everybody."""
