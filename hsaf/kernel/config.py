"""Where settings come from: ``base.toml``, then the region's file, then the environment.

The region file is ``regions/<code>.toml`` in ``HSAF_CONFIG_DIR``, or else the ``region.toml`` of the
plugin that ships this region. Each layer may say only what it wants changed; a key nobody knows is
refused with the file it stands in and the nearest key that exists.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec

from hsaf.contract.refusals import CONFIG_WRONG
from hsaf.kernel.decode import Mismatch, decode
from hsaf.kernel.discovery import Found, discover
from hsaf.kernel.faults import suggest
from hsaf.kernel.settings import Framework, Layer, Settings, look_up

VARIABLES: Final = {
    "HSAF_REGION": "region",
    "HSAF_ZONE": "zone",
    "HSAF_DATA_DIR": "data_dir",
    "HSAF_STRICT_LAYERS": "strict_layers",
    "HSAF_HOST": "server.host",
    "HSAF_PORT": "server.port",
    "HSAF_WORKERS": "server.workers",
    "HSAF_THREADS": "server.threads",
    "HSAF_DATABASE_URL": "database.url",
    "HSAF_LOG_LEVEL": "log.level",
}
"""Environment variables and the keys they set. ``HSAF_CONFIG_DIR`` says where region files are."""

BASE: Final = "base.toml"
SHIPPED: Final = "region.toml"


def load_settings(
    environ: Mapping[str, str] = os.environ,
    *,
    plugins: Mapping[str, Found] | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """Merge and decode all layers.

    ``plugins`` are the discovered plugins (default: discover now); ``overrides`` is a nested table
    that wins over everything, for tests and tools. Raises ``CONFIG_WRONG``.
    """
    known = discover().plugins if plugins is None else plugins
    layers = tuple(_with_adapter(layer) for layer in _layers(environ, known, overrides or {}))
    for layer in layers:
        _refuse_unknown_sections(layer, known)
    merged: dict[str, Any] = {}
    for layer in layers:
        merge(merged, layer.values)
    sections = {code: merged.pop(code) for code in known if code in merged}
    framework = _decode(merged, layers)
    configs = {code: plugin.manifest.config for code, plugin in known.items()}
    return Settings(**_fields(framework), layers=layers, sections=sections, configs=configs, decoded={})


def merge(target: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Lay ``values`` over ``target``: tables merge, everything else is replaced."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            inner = target.setdefault(key, {})
            if isinstance(inner, dict):
                merge(inner, value)
                continue
        target[key] = value


def _layers(environ: Mapping[str, str], plugins: Mapping[str, Found], overrides: Mapping[str, Any]) -> Iterator[Layer]:
    base = Layer(BASE, tomllib.loads(resources.files("hsaf.config").joinpath(BASE).read_text("utf-8")))
    yield base
    asked = str(overrides.get("region") or environ.get("HSAF_REGION") or "")
    region = _region_layer(asked or base.values["region"], environ.get("HSAF_CONFIG_DIR", ""), plugins)
    if region is not None:
        yield region
    elif asked:
        known = regions(environ, plugins)
        raise CONFIG_WRONG(
            key="region", file="HSAF_REGION", reason=f"没有地区 {asked} 的配置文件", fix=suggest(asked, known)
        )
    for variable, key in VARIABLES.items():
        if environ.get(variable):
            yield Layer(variable, _nested(key, environ[variable]))
    if overrides:
        yield Layer("程序指定", overrides)


def _region_layer(region: str, config_dir: str, plugins: Mapping[str, Found]) -> Layer | None:
    if config_dir:
        file = Path(config_dir) / "regions" / f"{region}.toml"
        if file.is_file():
            return Layer(str(file), _read(file))
    for file, values in _shipped(plugins):
        if values.get("region") == region:
            return Layer(f"{file.parent.name}/{SHIPPED}", values)
    return None


def regions(environ: Mapping[str, str], plugins: Mapping[str, Found]) -> list[str]:
    """Codes of every region that has a file."""
    folder = environ.get("HSAF_CONFIG_DIR", "")
    own = [file.stem for file in Path(folder).glob("regions/*.toml")] if folder else []
    return sorted({*own, *(str(values.get("region", "")) for _, values in _shipped(plugins))})


def _shipped(plugins: Mapping[str, Found]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for plugin in plugins.values():
        file = plugin.folder / SHIPPED
        if file.is_file():
            yield file, _read(file)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CONFIG_WRONG(key="-", file=str(file), reason=f"不是合法的 TOML：{error}", fix="改正该行") from None


def _with_adapter(layer: Layer) -> Layer:
    """A layer that gives a database URL but no adapter also chooses the adapter, by the scheme."""
    url = look_up(layer.values, "database.url")
    if not url or look_up(layer.values, "adapters.database"):
        return layer
    code = "database_mysql" if str(url).startswith(("mysql", "mariadb")) else "database_sqlite"
    values: dict[str, Any] = {}
    merge(values, layer.values)
    merge(values, {"adapters": {"database": code}})
    return Layer(layer.name, values)


def _refuse_unknown_sections(layer: Layer, plugins: Mapping[str, Found]) -> None:
    known = {*Framework.__struct_fields__, *plugins}
    for key in layer.values:
        if key not in known:
            raise CONFIG_WRONG(key=key, file=layer.name, reason="没有这个键", fix=suggest(key, known))


def _decode(merged: Mapping[str, Any], layers: tuple[Layer, ...]) -> Framework:
    try:
        return decode(Framework, merged, strict=False)
    except Mismatch as problem:
        said = [layer.name for layer in layers if look_up(layer.values, problem.key) is not None]
        raise CONFIG_WRONG(
            key=problem.key, file=said[-1] if said else BASE, reason=problem.reason, fix=problem.remedy
        ) from None


def _fields(struct: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def _nested(key: str, value: str) -> dict[str, Any]:
    head, _, rest = key.partition(".")
    return {head: _nested(rest, value)} if rest else {head: value}
