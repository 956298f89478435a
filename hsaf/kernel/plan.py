"""Which of the discovered plugins run in this region and zone, in which order, and why others do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from hsaf.contract.refusals import CONFIG_WRONG
from hsaf.kernel.discovery import Discovery, Found
from hsaf.kernel.faults import Fault, Faulty, stop_on, suggest
from hsaf.kernel.manifest import Kind, Manifest
from hsaf.kernel.order import start_order
from hsaf.kernel.settings import Settings

PORTS: Final = ("spi.clock", "spi.ids", "spi.crypto", "spi.cache", "spi.object_store", "spi.push", "spi.database")
"""Ports that must be fulfilled before any other plugin is composed."""

EVERY: Final = "*"


@dataclass(frozen=True, slots=True)
class Plan:
    """``order`` lists the enabled plugins in start order; ``off`` says why each other one is off."""

    order: tuple[Found, ...]
    off: Mapping[str, str]

    def __contains__(self, code: object) -> bool:
        return any(found.code == code for found in self.order)


def make_plan(discovery: Discovery, settings: Settings) -> Plan:
    """Choose, check and order. Raises ``CONFIG_WRONG`` or ``START_REFUSED`` with every fault."""
    _check_codes(discovery.plugins, settings)
    off = _reasons_off(discovery.plugins, settings)
    enabled = {code: found for code, found in discovery.plugins.items() if code not in off}
    stop_on([*discovery.faults, *check_enabled(enabled, discovery.plugins, off), *_check_ports(enabled, settings)])
    try:
        order = start_order({code: found.manifest for code, found in enabled.items()})
    except Faulty as problem:
        stop_on(problem.faults)
        raise
    return Plan(tuple(enabled[code] for code in order), off)


def _check_codes(plugins: Mapping[str, Found], settings: Settings) -> None:
    for key, codes in (("enabled", settings.enabled), ("disabled", settings.disabled)):
        for code in codes:
            if code != EVERY and code not in plugins:
                file = settings.source_of(key)
                raise CONFIG_WRONG(key=key, file=file, reason=f"没有插件 {code}", fix=suggest(code, plugins))


def _reasons_off(plugins: Mapping[str, Found], settings: Settings) -> dict[str, str]:
    return {code: why for code, found in plugins.items() if (why := _why_off(found.manifest, settings))}


def _why_off(manifest: Manifest, settings: Settings) -> str:
    """Why a plugin does not run here; empty when it does."""
    code = manifest.code
    if manifest.kind is Kind.ADAPTER:
        return "" if code in settings.adapters.values() else "未被选用（adapters）"
    if settings.zone not in manifest.zone:
        return f"不属于本进程的分区 {settings.zone}"
    if code in settings.disabled:
        return f"在 {settings.source_of('disabled')} 的 disabled 中停用"
    if code in settings.enabled or (EVERY in settings.enabled and manifest.kind is not Kind.PLUGIN):
        return ""
    return f"未列入 {settings.source_of('enabled')} 的 enabled"


def check_enabled(enabled: Mapping[str, Found], known: Mapping[str, Found], off: Mapping[str, str]) -> Iterator[Fault]:
    """Faults of the enabled plugins together: requirements and double providers."""
    providers: dict[str, str] = {}
    for code in sorted(enabled):
        manifest = enabled[code].manifest
        yield from _check_requires(manifest, enabled, known, off)
        for contract in manifest.provides:
            other = providers.setdefault(contract, code)
            if other != code:
                yield Fault(
                    code, f"契约 {contract} 已由 {other} 提供", f"在地区配置的 disabled 中停用 {other} 或 {code}"
                )


def _check_requires(
    manifest: Manifest, enabled: Mapping[str, Found], known: Mapping[str, Found], off: Mapping[str, str]
) -> Iterator[Fault]:
    for need in manifest.requires:
        if need not in known:
            yield Fault(
                manifest.code,
                f"所需插件 {need} 没有安装",
                f"安装 {need}（{suggest(need, known)}），或停用 {manifest.code}",
            )
        elif need not in enabled:
            label = f"{known[need].manifest.name}（{need}）"
            yield Fault(manifest.code, f"所需的{label}没有启用：{off[need]}", f"启用 {need}，或停用 {manifest.code}")
    for need in (*manifest.requires, *manifest.after):
        if need in enabled and enabled[need].manifest.kind.rank > manifest.kind.rank:
            kind = enabled[need].manifest.kind
            yield Fault(
                manifest.code, f"{manifest.kind} 不能依赖上层的 {kind} {need}", f"从 requires、after 中删除 {need}"
            )


def _check_ports(enabled: Mapping[str, Found], settings: Settings) -> Iterator[Fault]:
    """Every port needs the adapter that the configuration names, and the adapter must fulfil it."""
    known = sorted(code for code, found in enabled.items() if found.manifest.kind is Kind.ADAPTER)
    for port in PORTS:
        code = settings.adapters.get(port.removeprefix("spi."), "")
        if not code:
            yield Fault("-", f"接口 {port} 没有指定适配器", f"在配置 [adapters] 中写 {port.removeprefix('spi.')}")
        elif code not in enabled:
            yield Fault(
                code, f"接口 {port} 指定的适配器没有安装", f"安装 {code}，或改配置 [adapters]（{suggest(code, known)}）"
            )
        elif port not in enabled[code].manifest.provides:
            yield Fault(code, f"适配器没有实现 {port}", "改配置 [adapters]，或在其 manifest 的 provides 中声明")


class Status(msgspec.Struct, frozen=True):
    """One line of ``hsaf centers``: ``state`` is ``on``, ``off`` or ``broken``; ``why`` when not on."""

    code: str
    name: str
    kind: Kind
    zone: tuple[str, ...]
    state: str
    requires: tuple[str, ...]
    why: str


def statuses(discovery: Discovery, settings: Settings) -> list[Status]:
    """State of every discovered plugin, lowest kind first, whether or not the whole can start."""
    off = _reasons_off(discovery.plugins, settings)
    enabled = {code: found for code, found in discovery.plugins.items() if code not in off}
    broken: dict[str, str] = {}
    for fault in check_enabled(enabled, discovery.plugins, off):
        broken.setdefault(fault.plugin, fault.reason)
    ordered = sorted(discovery.plugins.values(), key=lambda found: (found.manifest.kind.rank, found.code))
    return [_status(found.manifest, off.get(found.code), broken.get(found.code)) for found in ordered]


def _status(manifest: Manifest, off: str | None, broken: str | None) -> Status:
    state = "off" if off else "broken" if broken else "on"
    zone = tuple(str(one) for one in manifest.zone)
    return Status(manifest.code, manifest.name, manifest.kind, zone, state, manifest.requires, off or broken or "")
