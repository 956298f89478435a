"""The engine of one process: declarations of the enabled plugins in, routes and services out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from werkzeug.wrappers import Request, Response

from hsaf.contract.principal import Principal
from hsaf.data.pipeline import Pipeline
from hsaf.datasets.export import REPORT
from hsaf.functions import answers, applications, resources
from hsaf.functions.batches import batches
from hsaf.functions.compiling import Extra, Offered, compile_all
from hsaf.functions.declaration import FunctionDeclared, read
from hsaf.functions.drafts import Drafts
from hsaf.functions.files import with_files
from hsaf.functions.front import Front
from hsaf.functions.maps import Maps
from hsaf.functions.model import FILE
from hsaf.functions.openapi import document
from hsaf.functions.overlay import apply, extend, read_extensions, read_overlays
from hsaf.functions.pickers import Pickers
from hsaf.functions.printing import Printing
from hsaf.functions.prints import Prints
from hsaf.functions.reference import Reference
from hsaf.functions.refusals import NOT_FOUND
from hsaf.functions.registry import Registry
from hsaf.functions.services import Services
from hsaf.functions.todos import Todos
from hsaf.functions.transfers import Transfers
from hsaf.functions.wizards import Wizard
from hsaf.jobs.queue import Queue
from hsaf.kernel.api import HttpRoute
from hsaf.kernel.discovery import Found
from hsaf.kernel.faults import Fault, Faulty
from hsaf.kernel.manifest import Kind
from hsaf.kernel.plan import Plan
from hsaf.spi.object_store import ObjectStore

METHODS = ("GET", "POST", "PUT", "DELETE")


def declared_by(plugins: Sequence[Found]) -> tuple[FunctionDeclared, ...]:
    """Every function the plugins declare, with the overlays of regional ones. Raises ``Faulty``."""
    found: list[FunctionDeclared] = []
    faults: list[Fault] = []
    for plugin in plugins:
        try:
            found += read(plugin.code, plugin.folder)
        except Faulty as problem:
            faults += problem.faults
    if faults:
        raise Faulty(*faults)
    overlays = [one for plugin in plugins if _is_regional(plugin) for one in read_overlays(plugin)]
    return apply(overlays, found)


def _is_regional(plugin: Found) -> bool:
    return plugin.manifest.kind is Kind.PLUGIN


class Engine:
    """Fulfils :class:`hsaf.functions.contract.FunctionsContract`. Compiled on first use, which is the start."""

    def __init__(
        self,
        front: Front,
        reference: Reference,
        queue: Queue,
        objects: ObjectStore,
        contracts: Mapping[str, Any],
        plan: Plan,
        known: Mapping[str, Found],
        pipeline: Pipeline,
        prints: Prints,
        drafts: Drafts,
    ) -> None:
        self._front = front
        self._contracts = contracts
        self._plan = plan
        self._known = known
        todos = Todos(lambda: self.registry, pipeline, contracts)
        pickers = Pickers(lambda: self.registry, pipeline, contracts)
        maps = Maps(pipeline, contracts)
        self._services = Services(lambda: self.registry, reference, queue, objects, todos, maps, pickers)
        transfers = Transfers(queue, objects)
        printing = Printing(reference.label, reference.area_name, prints)
        self._printing = printing
        self._wizard = lambda function, contract: Wizard(function, contract, drafts).operations()
        self._label = reference.label
        self._order = transfers.order
        self._extras: dict[str, Extra] = {
            "import": transfers.importing,
            "export": transfers.exporting,
            "print": printing.printing,
            FILE: with_files,
            "batch": batches(transfers),
        }

    @cached_property
    def registry(self) -> Registry:
        """Raises ``Faulty``."""
        extend(
            [one for plugin in self._plan.order if _is_regional(plugin) for one in read_extensions(plugin)],
            self._contracts,
        )
        offered = Offered(
            self._contracts,
            self._owner_of,
            self._extras,
            label=self._label,
            order=self._order,
            printed=self._printing.answered,
            wizard=self._wizard,
        )
        made = Registry(compile_all(declared_by(self._plan.order), offered))
        self._printing.prove()
        for function in made.functions.values():
            if function.business is not None:
                self._contracts[applications.CONTRACT].register(function.business)
            if function.panels:
                self._contracts[REPORT].register(function.panels)
        if (keeper := self._contracts.get(resources.CONTRACT)) is not None:
            keeper.register(resources.resources_of(made))
        return made

    def menus_for(self, who: Principal) -> Sequence[dict[str, Any]]:
        return self.registry.menus_for(who)

    def permissions(self) -> Sequence[dict[str, str]]:
        return self.registry.permissions()

    def page_for(self, who: Principal, code: str) -> dict[str, Any] | None:
        return self.registry.page_for(who, code)

    def search(self, who: Principal, text: str) -> Sequence[dict[str, str]]:
        return self.registry.search(who, text)

    @cached_property
    def description(self) -> dict[str, Any]:
        """OpenAPI 3.1 of everything served here."""
        return document(self.registry, self._services.all())

    def routes(self) -> Iterator[HttpRoute]:
        """Routes of every operation, and of what belongs to no function."""
        for _, operation in self.registry.operations():
            handler = self._front.operation(operation)
            yield HttpRoute(operation.method, operation.path, handler, operation.full, answers.refused)
        for one in self._services.all():
            handler = self._front.service(one.name, one.show, mutating=one.mutating)
            yield HttpRoute(one.method, one.path, handler, f"functions.{one.name}", answers.refused)
        describe = self._front.service("openapi", lambda *_: self.description)
        yield HttpRoute("GET", "/api/openapi.json", describe, "functions.openapi", answers.refused)
        for method in METHODS:
            yield HttpRoute(method, "/api/*", _not_found, "functions.not_found", answers.refused)

    def _owner_of(self, contract: str) -> str | None:
        return next((code for code, found in self._known.items() if contract in found.manifest.provides), None)


def _not_found(request: Request) -> Response:
    return answers.refused(request, NOT_FOUND())
