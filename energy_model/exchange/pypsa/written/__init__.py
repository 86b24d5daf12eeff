"""Runs as PyPSA networks, behaviour by behaviour."""
