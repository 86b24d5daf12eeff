"""The site: pages made of the package, notebooks that are run, a gallery of figures. None of it ships."""
