"""One suite per port. An adapter passes by subclassing it and giving the fixture it asks for::

    class TestMyCache(CacheSuite):
        @pytest.fixture
        def cache(self) -> Cache:
            return MyCache(...)

Call ``pytest.register_assert_rewrite("hsaf.testing.conformance")`` in a ``conftest.py`` to see values
in failing assertions.
"""

from hsaf.testing.conformance.cache import CacheSuite
from hsaf.testing.conformance.clock import ClockSuite
from hsaf.testing.conformance.crypto import CryptoSuite
from hsaf.testing.conformance.database import DatabaseSuite
from hsaf.testing.conformance.ids import IdsSuite
from hsaf.testing.conformance.object_store import ObjectStoreSuite
from hsaf.testing.conformance.push import PushSuite

__all__ = ["CacheSuite", "ClockSuite", "CryptoSuite", "DatabaseSuite", "IdsSuite", "ObjectStoreSuite", "PushSuite"]
