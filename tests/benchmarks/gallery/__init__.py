"""Gallery: systems unlike Nantong, on which the choice between the search and one program is measured."""
