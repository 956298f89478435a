"""Composition: one dependency-injector container per plugin, made from its ``Composition``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dependency_injector import containers, providers

from hsaf.contract.layers import Guarded
from hsaf.kernel.api import Composition
from hsaf.kernel.discovery import Found
from hsaf.kernel.faults import Fault, Faulty
from hsaf.kernel.manifest import Kind, Manifest

SERVICES: Final = {
    "spi.clock": "clock",
    "spi.ids": "ids",
    "spi.crypto": "crypto",
    "spi.cache": "cache",
    "spi.object_store": "objects",
    "spi.push": "push",
    "spi.database": "database",
}
"""Port to the name under which every plugin's container finds it: ``kernel.clock`` and so on."""


class Composer:
    """Composes plugins one after another; what one provides, the next may receive."""

    def __init__(self, settings: Any) -> None:
        self.kernel: Any = containers.DynamicContainer()
        self.containers: dict[str, Any] = {}
        self.contracts: dict[str, Any] = {}
        """Contract name to implementation, guarded as a step into the center layer."""
        self.services: dict[str, Any] = {"settings": settings}
        self.kernel.settings = providers.Object(settings)

    def offer(self, name: str, service: Any) -> None:
        """Give every plugin composed from now on a kernel service."""
        self.services[name] = service
        setattr(self.kernel, name, providers.Object(service))

    def compose(self, found: Found, composition: Composition | None) -> None:
        """Build one plugin's container and everything it provides. Raises ``Faulty``."""
        manifest = found.manifest
        faults = list(_check_promises(manifest, composition))
        if faults:
            raise Faulty(*faults)
        if composition is None:
            return
        container = self._build(manifest, composition)
        self.containers[manifest.code] = container
        for name, attribute in composition.provides.items():
            self._publish(manifest, name, self._make(manifest, container, attribute))
        for name, attribute in composition.services.items():
            self.offer(name, self._make(manifest, container, attribute))

    def _build(self, manifest: Manifest, composition: Composition) -> Any:
        declared = composition.container.providers  # type: ignore[attr-defined]
        given = {name: value for name, value in self._dependencies(manifest).items() if name in declared}
        try:
            container = composition.container(**given)
            container.check_dependencies()
        except Exception as error:
            missing = sorted(set(declared) - set(given) & set(declared))
            names = "、".join(name for name in missing if isinstance(declared[name], providers.Dependency))
            reason = f"容器缺少依赖 {names}" if names else f"容器不能组装：{error}"
            raise Faulty(
                Fault(manifest.code, reason, "在 manifest 的 requires 或 after 中声明，或从容器中删除")
            ) from error
        return container

    def _dependencies(self, manifest: Manifest) -> dict[str, Any]:
        """What may be injected by name: the kernel's services and the contracts of named plugins."""
        given: dict[str, Any] = {"kernel": self.kernel}
        for code in (*manifest.requires, *manifest.after):
            given[code] = providers.Object(self.contract_of(code))
        return given

    def contract_of(self, code: str) -> Any:
        """The first contract a composed plugin provides, or ``None``."""
        return next((value for name, value in self.contracts.items() if name.partition(".")[0] == code), None)

    def _make(self, manifest: Manifest, container: Any, attribute: str) -> Any:
        try:
            return getattr(container, attribute)()
        except Exception as error:
            reason = f"{attribute} 不能构造：{type(error).__name__}: {error}"
            raise Faulty(Fault(manifest.code, reason, "改正其构造函数或容器中的参数")) from error

    def _publish(self, manifest: Manifest, name: str, made: Any) -> None:
        if manifest.kind is Kind.ADAPTER:
            if name in SERVICES:
                self.offer(SERVICES[name], made)
        else:
            self.contracts[name] = Guarded(made, "center", manifest.code)


def _check_promises(manifest: Manifest, composition: Composition | None) -> Iterator[Fault]:
    """The manifest and the composition must promise the same."""
    made: Mapping[str, str] = composition.provides if composition else {}
    absent = sorted(set(manifest.provides) - set(made))
    if absent:
        yield Fault(
            manifest.code,
            f"声明提供 {'、'.join(absent)} 但没有实现",
            "在 hsaf_compose 的 provides 中给出，或从 manifest 删除",
        )
    extra = sorted(set(made) - set(manifest.provides))
    if extra:
        yield Fault(manifest.code, f"提供了没有声明的 {'、'.join(extra)}", "写入 manifest 的 provides")
    declared = getattr(composition.container, "providers", {}) if composition else {}
    for name, attribute in made.items():
        if attribute not in declared:
            yield Fault(manifest.code, f"容器没有 {attribute}，不能提供 {name}", "改正 hsaf_compose 的 provides")
