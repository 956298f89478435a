from tests.unit.kernel.conftest import tree

__all__ = ["tree"]
