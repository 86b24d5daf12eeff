"""Nantong reference year."""
