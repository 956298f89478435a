from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from hsaf.edge.fsi_client import over_wsgi
from hsaf.kernel.running import RunningKernel
from tests.acceptance.client import Client
from tests.oracle import region
from tests.oracle.region import Region
from tests.support.gateway import Gateway, running
from tests.support.seen import SEEN, Watched


@contextmanager
def watched(folder: Path) -> Iterator[Gateway]:
    """A seeded demo region whose answers are noted."""
    with running(folder) as made:
        application: Any = Watched(made.application, SEEN)
        yield replace(made, application=application, post=over_wsgi(application))


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A seeded demo region, shared: every test uses messages of its own."""
    with watched(tmp_path_factory.mktemp("gateway")) as made:
        yield made


@pytest.fixture(scope="session")
def platform(gateway: Gateway) -> RunningKernel:
    return gateway.kernel


@pytest.fixture(scope="session")
def client(gateway: Gateway) -> Iterator[Client]:
    """The acceptance suite's own client, over WSGI."""
    with httpx.Client(transport=httpx.WSGITransport(gateway.application)) as http:
        yield Client("http://gateway", http)


@pytest.fixture(scope="session")
def demo() -> Region:
    return region.shared()
