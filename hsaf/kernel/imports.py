"""What a plugin's source really imports, compared with what its manifest allows.

The linter's layer contracts know folders; only here are the *declared* dependencies known, so this
check runs in ``hsaf doctor`` on any installed plugin, also on a third party's.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hsaf.kernel.discovery import Found
from hsaf.kernel.faults import Fault
from hsaf.kernel.manifest import Kind

CONTRACT: Final = "contract"
_CALLERS: Final = frozenset({"service", "plugin"})
"""Parts of a center that may know another center's contract."""
_SKIPPED: Final = frozenset({"migrations", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module, absolute, with the place: part of the plugin, file and line."""

    module: str
    part: str
    file: Path
    line: int

    @property
    def where(self) -> str:
        return f"{self.file.name}:{self.line}"


def imports_of(found: Found) -> Iterator[Import]:
    """Every import in a plugin's Python files, those inside functions too."""
    for file in sorted(found.folder.rglob("*.py")):
        inside = file.relative_to(found.folder)
        if _SKIPPED.isdisjoint(inside.parts):
            tree = ast.parse(file.read_text("utf-8"), str(file))
            package = ".".join([found.package, *inside.parent.parts])
            for module, line in _modules(tree, package):
                yield Import(module, inside.parts[0].removesuffix(".py"), file, line)


def _modules(tree: ast.AST, package: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package.split(".")[: len(package.split(".")) - node.level + 1], base]).rstrip(".")
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def check_imports(found: Found, known: Mapping[str, Found]) -> Iterator[Fault]:
    """Faults of one plugin: undeclared, too deep or forbidden imports of other plugins."""
    for one in imports_of(found):
        other = _owner(one.module, known)
        if other is not None and other.code != found.code:
            yield from _check(one, found, other)


def _owner(module: str, known: Mapping[str, Found]) -> Found | None:
    owners = (found for found in known.values() if f"{module}.".startswith(f"{found.package}."))
    return max(owners, key=lambda found: len(found.package), default=None)


def _check(one: Import, found: Found, other: Found) -> Iterator[Fault]:
    code, kind = found.code, found.manifest.kind
    if other.manifest.kind is not Kind.CENTER:
        yield Fault(
            code,
            f"{one.where} 导入了 {other.code}（{one.module}）",
            "只有业务中心的契约可以导入；其余通过 spi 或扩展点使用",
        )
        return
    if not f"{one.module}.".startswith(f"{other.package}.{CONTRACT}."):
        yield Fault(code, f"{one.where} 越过契约导入了 {one.module}", f"只导入 {other.package}.{CONTRACT}.v1")
    if other.code not in (*found.manifest.requires, *found.manifest.after):
        yield Fault(
            code,
            f"{one.where} 使用了没有声明的中心 {other.code}",
            f"在 manifest 的 requires 或 after 中写 {other.code}",
        )
    if kind is Kind.CENTER and one.part not in _CALLERS:
        yield Fault(code, f"{one.where} 在 {one.part} 层使用了中心 {other.code}", "只在 service 中调用其他中心")
    if kind is Kind.SUBSYSTEM and one.part == "presentation":
        yield Fault(code, f"{one.where} 展现层直接使用了中心 {other.code}", "改为调用本子系统的 control")
    if kind is Kind.ADAPTER:
        yield Fault(code, f"{one.where} 适配器使用了中心 {other.code}", "适配器只实现 spi")
