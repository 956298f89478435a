"""``manifest.toml``: what a plugin is, read without importing any of its code.

A center's manifest::

    code = "settlement"
    name = "结算中心"
    version = "0.1.0"
    kind = "center"
    zone = ["core"]
    entry = "centers.settlement.plugin"
    provides = ["settlement.v1"]
    requires = ["base_info", "enrollment", "policy"]
    publishes = ["settlement.settled.v1"]
    owner = "settlement"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from hsaf.kernel.decode import Mismatch, decode
from hsaf.kernel.faults import Fault, Faulty

FILE_NAME: Final = "manifest.toml"
RESERVED: Final = frozenset(
    {"kernel", "config", "spi", "region", "zone", "enabled", "disabled", "data_dir", "strict_layers", "server"}
    | {"database", "adapters", "log", "lifecycle"}
)
"""Codes no plugin may have: they name sections of the configuration or things of the kernel."""

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
_CONTRACT: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\.v[1-9][0-9]*")
_SPI: Final = re.compile(r"spi\.[a-z][a-z0-9_]*")
_EVENT: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\.v[1-9][0-9]*")
_DOTTED: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")


class Kind(StrEnum):
    """The four kinds of plugins, lowest first: a kind may require its own and lower kinds."""

    ADAPTER = "adapter"
    CENTER = "center"
    SUBSYSTEM = "subsystem"
    PLUGIN = "plugin"

    @property
    def rank(self) -> int:
        return list(Kind).index(self)


class Zone(StrEnum):
    """核心业务区 and 公共服务区."""

    CORE = "core"
    PUBLIC = "public"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The decoded file. Names in ``requires`` and ``after`` are plugin codes."""

    code: str
    name: str
    version: str
    kind: Kind
    entry: str
    """Module of ``plugin.py``."""
    owner: str
    """The team that answers for it."""
    zone: tuple[Zone, ...] = (Zone.CORE,)
    provides: tuple[str, ...] = ()
    """Contracts (``settlement.v1``, for records ``base_info.records.v1``) or, for adapters, ports (``spi.database``)."""
    requires: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    publishes: tuple[str, ...] = ()
    subscribes: tuple[str, ...] = ()
    config: str = ""
    """Dotted name of the struct its configuration section decodes to."""
    vendor: str = ""
    """Adapters: whose technology it adapts."""


def read(path: Path) -> Manifest:
    """Read and check one manifest file. Raises ``Faulty`` naming folder, reason and remedy."""
    folder = path.parent.name
    try:
        manifest = decode(Manifest, tomllib.loads(path.read_text("utf-8")))
    except Mismatch as problem:
        raise Faulty(Fault(folder, f"{FILE_NAME} 的 {problem.key}：{problem.reason}", problem.remedy)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Faulty(Fault(folder, f"{FILE_NAME} 不是合法的 TOML：{error}", "改正该行")) from None
    faults = list(check(manifest, folder))
    if faults:
        raise Faulty(*faults)
    return manifest


def check(manifest: Manifest, folder: str) -> Iterator[Fault]:
    """Faults of one manifest taken alone."""
    code = manifest.code
    if code != folder:
        yield Fault(folder, f"编码 {code} 与文件夹名 {folder} 不同", f"把 code 改为 {folder}，或把文件夹改名为 {code}")
    if not _CODE.fullmatch(code) or code in RESERVED:
        yield Fault(folder, f"编码 {code} 不可用", "编码用小写字母、数字和下划线，且不得与框架配置段同名")
    if not _CHINESE.search(manifest.name):
        yield Fault(folder, f"名称 {manifest.name!r} 不是中文", "在 name 中填写中文名称")
    if not manifest.zone:
        yield Fault(folder, "zone 为空", '填写 ["core"]、["public"] 或两者')
    yield from _check_names(manifest)
    yield from _check_kind(manifest)
    overlap = sorted({code} & {*manifest.requires, *manifest.after} | set(manifest.requires) & set(manifest.after))
    if overlap:
        yield Fault(folder, f"{'、'.join(overlap)} 重复或自我依赖", "requires 与 after 各写一次，且不写自己")


def _check_names(manifest: Manifest) -> Iterator[Fault]:
    provided = _SPI if manifest.kind is Kind.ADAPTER else _CONTRACT
    shapes = (
        ("provides", manifest.provides, provided, "spi.database" if provided is _SPI else f"{manifest.code}.v1"),
        ("requires", manifest.requires, _CODE, "base_info"),
        ("after", manifest.after, _CODE, "base_info"),
        ("publishes", manifest.publishes, _EVENT, "settlement.settled.v1"),
        ("subscribes", manifest.subscribes, _EVENT, "settlement.settled.v1"),
        ("entry", (manifest.entry,), _DOTTED, f"centers.{manifest.code}.plugin"),
        ("config", filter(None, (manifest.config,)), _DOTTED, f"centers.{manifest.code}.config.Config"),
    )
    for key, names, shape, example in shapes:
        for name in names:
            if not shape.fullmatch(name):
                yield Fault(manifest.code, f"{key} 中的 {name!r} 写法不对", f"写成 {example} 的样子")


def _check_kind(manifest: Manifest) -> Iterator[Fault]:
    code, kind = manifest.code, manifest.kind
    if (kind is Kind.ADAPTER) != bool(manifest.vendor):
        yield Fault(code, "vendor 只用于适配器且必填", "适配器填写 vendor，其他插件删除它")
    if kind is Kind.ADAPTER and not manifest.provides:
        yield Fault(code, "适配器没有实现任何接口", "在 provides 中写出它实现的 spi 名称")
    if kind in (Kind.SUBSYSTEM, Kind.PLUGIN) and manifest.provides:
        yield Fault(code, f"{kind} 不能提供契约", "把契约移到业务中心，或删除 provides")
    if kind is Kind.CENTER:
        foreign = [name for name in manifest.provides if name.partition(".")[0] != code]
        if foreign:
            yield Fault(code, f"契约 {'、'.join(foreign)} 不属于本中心", f"契约名以 {code}. 开头")
