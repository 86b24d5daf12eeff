"""Carbon."""
