"""The parts of the synthetic reference year."""
