"""The decoded configuration: frozen structs, one per section of ``base.toml``.

Defaults are written in ``hsaf/config/base.toml`` only, so that a reader finds them in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec

from hsaf.contract.refusals import CONFIG_WRONG
from hsaf.kernel.decode import Mismatch, decode
from hsaf.kernel.manifest import Zone

Positive = Annotated[int, msgspec.Meta(ge=1)]
Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
Natural = Annotated[int, msgspec.Meta(ge=0)]
Seconds = Annotated[float, msgspec.Meta(gt=0)]
Days = Annotated[int, msgspec.Meta(ge=1)]


DEFAULT: Final = "默认值"
"""Name of the layer below all files: the default in a plugin's config struct."""


class Server(msgspec.Struct, frozen=True):
    """The HTTP edge and its limits, those of requests and connections per worker process.

    Port 0 takes any free port.
    """

    host: str
    port: Port
    workers: Positive
    threads: Positive
    queue: Natural
    queue_seconds: Seconds
    request_seconds: Seconds
    connections: Positive
    backlog: Positive
    idle_seconds: Seconds


class DatabaseSettings(msgspec.Struct, frozen=True):
    """``url`` is a SQLAlchemy URL or empty for a SQLite file in the data folder."""

    url: str
    pool: Positive


class Log(msgspec.Struct, frozen=True):
    level: Literal["debug", "info", "warning", "error"]


class Lifecycle(msgspec.Struct, frozen=True):
    start_seconds: Seconds
    drain_seconds: Seconds


class Jobs(msgspec.Struct, frozen=True):
    """Background jobs; ``serving`` lets server processes run them too. ``at``: time (or ``off``) by kind."""

    serving: bool
    lease_seconds: Seconds
    request_days: Days
    at: dict[str, str]


class Framework(msgspec.Struct, frozen=True):
    """Every key that is not a plugin's own section."""

    region: str
    zone: Zone
    data_dir: str
    strict_layers: bool
    enabled: tuple[str, ...]
    disabled: tuple[str, ...]
    server: Server
    database: DatabaseSettings
    adapters: dict[str, str]
    """Port name without ``spi.`` to the code of the adapter that fulfils it."""
    log: Log
    lifecycle: Lifecycle
    jobs: Jobs


class Layer(msgspec.Struct, frozen=True):
    """One source of settings, e.g. a file: ``values`` is its nested table."""

    name: str
    values: Mapping[str, Any]


class Settings(Framework, frozen=True):
    """The framework's settings and, by :meth:`of`, each plugin's."""

    layers: tuple[Layer, ...]
    """Lowest priority first."""
    sections: Mapping[str, Mapping[str, Any]]
    """Merged, undecoded sections of plugins by code."""
    configs: Mapping[str, str]
    """Dotted name of each discovered plugin's config struct, empty when it has none."""
    decoded: dict[str, Any]

    @property
    def data_path(self) -> Path:
        """The data folder, absolute. It may not exist yet."""
        return Path(self.data_dir).absolute()

    def of(self, code: str) -> Any:
        """The frozen config struct of a plugin, or ``None`` when its manifest names none.

        Raises ``CONFIG_WRONG`` when the section does not fit the struct.
        """
        if code not in self.decoded:
            self.decoded[code] = self._decode(code)
        return self.decoded[code]

    def source_of(self, key: str) -> str:
        """Name of the last layer that says something about a dotted key."""
        return next((layer.name for layer in reversed(self.layers) if look_up(layer.values, key) is not None), DEFAULT)

    def _decode(self, code: str) -> Any:
        dotted, values = self.configs[code], self.sections.get(code, {})
        if not dotted:
            if values:
                raise CONFIG_WRONG(key=code, file=self.source_of(code), reason="该插件没有可配置项", fix="删除这一段")
            return None
        module, _, name = dotted.rpartition(".")
        try:
            return decode(getattr(import_module(module), name), values, strict=False)
        except Mismatch as problem:
            key = f"{code}.{problem.key}"
            raise CONFIG_WRONG(key=key, file=self.source_of(key), reason=problem.reason, fix=problem.remedy) from None


def look_up(values: Mapping[str, Any], key: str) -> Any:
    """The value at a dotted key of a nested table, or ``None``."""
    value: Any = values
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value
