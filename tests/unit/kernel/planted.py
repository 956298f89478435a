"""Synthetic plugin trees: small packages written to a temporary folder and put on the import path.

A tree holds stand-in adapters for every port, so that a kernel starts without a service.
"""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hsaf.kernel.boot import boot
from hsaf.kernel.config import load_settings
from hsaf.kernel.discovery import Discovery, discover
from hsaf.kernel.running import RunningKernel
from hsaf.kernel.settings import Settings

_serial = itertools.count()

PLUGIN = """
from dependency_injector import containers, providers
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition

class Service:
    def __init__(self, **given):
        self.given = given

    def hello(self):
        return "hello from {code}"

class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    {dependencies}
    service = providers.Singleton(Service, {arguments})

@hookimpl
def hsaf_compose():
    return Composition(container=Container, provides={provides})
"""

ADAPTER = """
from dependency_injector import containers, providers
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition
from datetime import datetime

class Port:
    closed = False
    def now(self):
        return datetime(2026, 3, 1, 9)
    def trace_id(self):
        return "0" * 32
    def new(self, prefix=""):
        return prefix + "1"
    def close(self):
        self.closed = True

class Container(containers.DeclarativeContainer):
    port = providers.Singleton(Port)

@hookimpl
def hsaf_compose():
    return Composition(container=Container, provides={{"{port}": "port"}})
"""

PORTS = ("clock", "ids", "crypto", "cache", "object_store", "push", "database")


class Tree:
    """A package of plugins under a name of its own, so that trees of several tests do not meet."""

    def __init__(self, parent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.package = f"planted_{next(_serial)}"
        self.folder = parent / self.package
        self.folder.mkdir()
        (self.folder / "__init__.py").touch()
        self.data_dir = parent / "data"
        self.ports = {port: f"{port}_fake" for port in PORTS}
        monkeypatch.syspath_prepend(str(parent))
        for port in PORTS:
            self.adapter(f"{port}_fake", port)

    def adapter(self, code: str, port: str) -> None:
        lines = {"kind": "adapter", "vendor": "fake", "name": "替身", "provides": [f"spi.{port}"]}
        self.plugin(code, source=ADAPTER.format(port=f"spi.{port}"), **lines)

    def center(self, code: str, **manifest: Any) -> None:
        """A center that provides ``<code>.v1`` and receives what it requires."""
        needs = [*manifest.get("requires", ()), *manifest.get("after", ())]
        source = PLUGIN.format(
            code=code,
            dependencies="; ".join(f"{need} = providers.Dependency()" for need in needs),
            arguments=", ".join(f"{need}={need}" for need in needs),
            provides={f"{code}.v1": "service"},
        )
        self.plugin(code, source=source, **{"provides": [f"{code}.v1"], **manifest})

    def plugin(self, code: str, *, source: str = "", folder: str = "", **manifest: Any) -> Path:
        """Write one plugin; ``manifest`` overrides the default keys (``None`` leaves one out)."""
        name = folder or code
        place = self.folder / name
        place.mkdir()
        defaults = {
            "code": code,
            "name": "示例",
            "version": "1.0",
            "kind": "center",
            "entry": f"{self.package}.{name}.plugin",
            "owner": "test",
        }
        (place / "__init__.py").touch()
        (place / "plugin.py").write_text(textwrap.dedent(source), "utf-8")
        (place / "manifest.toml").write_text(_toml({**defaults, **manifest}), "utf-8")
        return place

    def write(self, path: str, text: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), "utf-8")
        return file

    def discover(self) -> Discovery:
        return discover([self.package], installed=False)

    def settings(self, **overrides: Any) -> Settings:
        values = {
            "data_dir": str(self.data_dir),
            "adapters": self.ports,
            **overrides,
        }
        return load_settings({}, plugins=self.discover().plugins, overrides=values)

    def boot(self, **overrides: Any) -> RunningKernel:
        """Start a kernel on this tree; ``overrides`` are settings."""
        settings = self.settings(**overrides)
        return boot(settings, roots=[self.package], installed=False, migrations="ignore")


def _toml(values: Mapping[str, Any]) -> str:
    return "\n".join(f"{key} = {_value(value)}" for key, value in values.items() if value is not None)


def _value(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).replace("'", '"')
