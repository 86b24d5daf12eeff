"""Weather, loads and prices from files as their sources deliver them, onto the steps of a study."""
