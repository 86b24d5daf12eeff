"""Published problems with a known optimum, as datasets that the formulation reads."""
