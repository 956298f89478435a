"""The field tables of the national designated-institution interface, compiled to validators.

``transactions.json`` and ``dictionaries.json`` are the facts of the public edition V1.1.27;
:mod:`.readings` says how we read them where they are silent or contradict themselves, and
:mod:`.compiler` turns one transaction into plain Python functions, once.
"""
