"""The plugin kernel: manifests, order, registration, composition, configuration and lifecycle."""

from hsaf.kernel.hookspecs import hookimpl

__all__ = ["hookimpl"]
