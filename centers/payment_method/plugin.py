"""Composition of the payment method center."""

from __future__ import annotations

from typing import Any

from dependency_injector import containers, providers

from centers.payment_method.data import tables
from centers.payment_method.data.lists import ListRepository
from centers.payment_method.data.rules import load_book
from centers.payment_method.service.absence import present
from centers.payment_method.service.center import PaymentMethodService
from centers.payment_method.service.moving import Moving
from centers.payment_method.service.quality import Quality
from centers.payment_method.service.querying import Querying
from centers.payment_method.service.uploading import Uploading
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    base_info: providers.Dependency[Any] = providers.Dependency()
    enrollment: providers.Dependency[Any] = providers.Dependency()
    settlement: providers.Dependency[Any] = providers.Dependency(default=None)

    settled = providers.Singleton(present, settlement)
    lists = providers.Singleton(ListRepository, crypto=kernel.crypto)
    quality = providers.Singleton(
        Quality, book=providers.Singleton(load_book), base_info=base_info, enrollment=enrollment
    )
    moving = providers.Singleton(Moving, lists=lists, settlement=settled)
    uploading = providers.Singleton(
        Uploading, lists=lists, moving=moving, quality=quality, settlement=settled, crypto=kernel.crypto
    )
    querying = providers.Singleton(Querying, lists=lists, settlement=settled, base_info=base_info)
    service = providers.Singleton(PaymentMethodService, uploading=uploading, moving=moving, querying=querying)


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"payment_method.v1": "service"}, metadata=tables.metadata)
