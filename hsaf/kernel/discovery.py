"""Finding plugins: the built-in folders and installed distributions, through the same path.

No plugin code is imported here: top-level packages are located, not loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from hsaf.kernel.faults import Fault, Faulty
from hsaf.kernel.manifest import FILE_NAME, Kind, Manifest, read

GROUP: Final = "hsaf.plugins"
"""Entry-point group of third-party distributions; the value is the package with the manifest."""

BUILT_IN: Final = ("adapters", "centers", "subsystems", "plugins")
"""Packages whose sub-packages with a manifest are plugins."""

_KIND_OF: Final = dict(zip(BUILT_IN, (Kind.ADAPTER, Kind.CENTER, Kind.SUBSYSTEM, Kind.PLUGIN), strict=True))


@dataclass(frozen=True, slots=True)
class Found:
    """A discovered plugin: its manifest, folder and import package (``centers.settlement``)."""

    manifest: Manifest
    folder: Path
    package: str

    @property
    def code(self) -> str:
        return self.manifest.code


@dataclass(frozen=True, slots=True)
class Discovery:
    """Every sound plugin by code, and the faults of the others."""

    plugins: Mapping[str, Found]
    faults: tuple[Fault, ...]


def discover(roots: Iterable[str] = BUILT_IN, *, installed: bool = True) -> Discovery:
    """Read every manifest below the packages ``roots`` and, when ``installed``, of entry points."""
    found: dict[str, Found] = {}
    faults: list[Fault] = []
    for name, package, folder in _candidates(roots, installed):
        try:
            plugin = _read(name, package, folder)
        except Faulty as problem:
            faults += problem.faults
            continue
        faults += _check_place(plugin, found)
        found.setdefault(plugin.code, plugin)
    return Discovery(found, tuple(faults))


def _candidates(roots: Iterable[str], installed: bool) -> Iterator[tuple[str, str, Path | None]]:
    """Name, package and folder of everything that claims to be a plugin, in a stable order."""
    for root in roots:
        for parent in _locations(root):
            for file in sorted(parent.glob(f"*/{FILE_NAME}")):
                yield file.parent.name, f"{root}.{file.parent.name}", file.parent
    if installed:
        for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
            yield point.name, point.value, _installed_folder(point.value)


def _read(name: str, package: str, folder: Path | None) -> Found:
    if folder is None:
        raise Faulty(Fault(name, f"入口点 {package} 中没有 {FILE_NAME}", "重新安装该插件，或卸载它"))
    return Found(read(folder / FILE_NAME), folder, package)


def _locations(package: str) -> list[Path]:
    spec = find_spec(package)
    return [Path(place) for place in spec.submodule_search_locations or ()] if spec else []


def _installed_folder(package: str) -> Path | None:
    """The folder of an installed package, found through its top-level package without importing it."""
    top, *rest = package.split(".")
    places = (place.joinpath(*rest) for place in _locations(top))
    return next((folder for folder in places if (folder / FILE_NAME).is_file()), None)


def _check_place(plugin: Found, found: dict[str, Found]) -> Iterator[Fault]:
    code, root = plugin.code, plugin.package.partition(".")[0]
    if code in found:
        other = found[code].package
        yield Fault(code, f"编码重复：{other} 与 {plugin.package}", "卸载其中一个，或给其中一个换编码")
    expected = _KIND_OF.get(root)
    if expected is not None and plugin.manifest.kind is not expected:
        yield Fault(code, f"kind 为 {plugin.manifest.kind}，但位于 {root}/", f"把 kind 改为 {expected}，或移动文件夹")
