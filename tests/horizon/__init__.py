"""Proofs that the bounds of the horizon are true: random systems, relaxations, certificates."""
