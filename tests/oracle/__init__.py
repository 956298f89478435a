"""Independent models of the rules: written from the specification, importing nothing of the product."""
