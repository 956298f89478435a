"""``hsaf doctor``: is this installation sound? Everything that is wrong, each with its remedy.

Static checks read manifests, configuration and source; only when they allow a start are the database,
its schema and the object store tried.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import msgspec

from hsaf.contract.errors import HsafError
from hsaf.kernel.config import VARIABLES, load_settings
from hsaf.kernel.discovery import BUILT_IN, Discovery, Found, discover
from hsaf.kernel.faults import Fault, suggest
from hsaf.kernel.imports import CONTRACT, check_imports
from hsaf.kernel.manifest import Kind
from hsaf.kernel.plan import make_plan
from hsaf.kernel.settings import Settings
from hsaf.spi.object_store import ObjectStore

OTHER_VARIABLES: Final = frozenset({"HSAF_CONFIG_DIR", "HSAF_DATA_KEY", "HSAF_REQUIRE_SERVICES"})
OTHER_PREFIXES: Final = ("HSAF_TEST_", "HSAF_FSI_")
"""Variables that are no settings of the platform: of tests, and of ``hsaf fsi``."""

_MANIFESTS: Final = "清单"
_PLAN: Final = "配置与依赖"


class Finding(msgspec.Struct, frozen=True):
    """One result: which ``check``, whether it passed, and for a failure about what, why and what to do."""

    check: str
    ok: bool
    subject: str = ""
    detail: str = ""
    remedy: str = ""


def examine(
    settings: Settings | None = None, *, roots: Iterable[str] = BUILT_IN, installed: bool = True
) -> list[Finding]:
    """Run every check; a passed check is one finding, a failed one a finding per fault."""
    places = tuple(roots)
    findings = examine_sources(discover(places, installed=installed), settings)
    if _may_start(findings):
        findings += _examine_running(settings, places, installed)
    return findings


def examine_sources(discovery: Discovery, settings: Settings | None = None) -> list[Finding]:
    """The checks that start nothing: manifests, source, configuration, dependencies."""
    return [
        *_report(_MANIFESTS, discovery.faults),
        *_report("源码导入", _each(discovery, check_imports)),
        *_report("契约", _each(discovery, _check_contract)),
        *_report("事件", _each(discovery, _check_events)),
        *_report("分区", _each(discovery, _check_zones)),
        *_report("环境变量", _check_variables()),
        _attempt(_PLAN, lambda: _plan(discovery, settings)),
    ]


def _may_start(findings: Iterable[Finding]) -> bool:
    return all(one.ok for one in findings if one.check in (_MANIFESTS, _PLAN))


def _plan(discovery: Discovery, settings: Settings | None) -> None:
    chosen = settings or load_settings(plugins=discovery.plugins)
    for found in make_plan(discovery, chosen).order:
        chosen.of(found.code)


def _report(check: str, faults: Iterable[Fault]) -> list[Finding]:
    try:
        found = [Finding(check, False, fault.plugin, fault.reason, fault.remedy) for fault in faults]
    except SyntaxError as error:
        return [
            Finding(check, False, error.filename or "", f"语法错误：{error.msg}（第 {error.lineno} 行）", "改正该文件")
        ]
    return found or [Finding(check, True)]


def _each(discovery: Discovery, check: Callable[[Found, Mapping[str, Found]], Iterator[Fault]]) -> Iterator[Fault]:
    for found in discovery.plugins.values():
        yield from check(found, discovery.plugins)


def _check_contract(found: Found, _: Mapping[str, Found]) -> Iterator[Fault]:
    """Every provided contract is a module ``contract/v1.py`` with a protocol; that of records is the framework's."""
    if found.manifest.kind is not Kind.CENTER:
        return
    for name in found.manifest.provides:
        if name == f"{found.code}.records.v1":
            continue
        version = name.rpartition(".")[2]
        file = found.folder / CONTRACT / f"{version}.py"
        if not file.is_file() or not _has_protocol(ast.parse(file.read_text("utf-8"), str(file))):
            yield Fault(found.code, f"契约 {name} 没有对应的 Protocol", f"在 {CONTRACT}/{version}.py 中定义")


def _has_protocol(tree: ast.Module) -> bool:
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return any(isinstance(base, ast.Name) and base.id == "Protocol" for one in classes for base in one.bases)


def _check_events(found: Found, known: Mapping[str, Found]) -> Iterator[Fault]:
    """A subscribed event must have a publisher, installed even if not enabled."""
    published = {event for other in known.values() for event in other.manifest.publishes}
    for event in found.manifest.subscribes:
        if event not in published:
            yield Fault(found.code, f"订阅的事件 {event} 没有发布者", suggest(event, published))


def _check_zones(found: Found, known: Mapping[str, Found]) -> Iterator[Fault]:
    """What a plugin requires must exist in every zone the plugin runs in."""
    for code in found.manifest.requires:
        missing = set(found.manifest.zone) - set(known[code].manifest.zone) if code in known else set()
        if missing:
            zones = "、".join(sorted(missing))
            yield Fault(
                found.code, f"在分区 {zones} 中运行，但所需的 {code} 不在该分区", f"改 zone，或经交换网关访问 {code}"
            )


def _check_variables() -> Iterator[Fault]:
    known = {*VARIABLES, *OTHER_VARIABLES}
    for name in os.environ:
        if name.startswith("HSAF_") and not name.startswith(OTHER_PREFIXES) and name not in known:
            yield Fault(name, "没有这个环境变量，设置不起作用", suggest(name, known))


def _examine_running(settings: Settings | None, roots: tuple[str, ...], installed: bool) -> list[Finding]:
    from hsaf.data import migrate
    from hsaf.kernel.boot import boot

    try:
        kernel = boot(settings, roots=roots, installed=installed, migrations="ignore")
    except HsafError as refusal:
        unnamed = Fault("", refusal.message, "按提示改正后再次运行 hsaf doctor")
        return _report("启动", refusal.params.get("found", (unnamed,)))
    with kernel:
        database = _attempt("数据库连接", kernel.database.ping, "检查 HSAF_DATABASE_URL 和数据库服务")
        findings = [Finding("启动", True), database]
        if database.ok:
            behind = (Fault(code, "数据库结构落后于程序", "运行 hsaf db upgrade") for code in migrate.behind(kernel))
            findings += _report("数据库结构", behind)
        findings.append(_attempt("对象存储读写", lambda: _try_objects(kernel.objects), "检查数据目录是否存在、可写"))
        return findings


def _try_objects(objects: ObjectStore) -> None:
    """Write, read back and delete a small object."""
    content = b"hsaf doctor"
    info = objects.put(content)
    with objects.open(info.key) as file:
        if file.read() != content:
            raise OSError("read back something else")
    objects.delete(info.key)


def _attempt(check: str, action: Callable[[], object], remedy: str = "") -> Finding:
    try:
        action()
    except HsafError as refusal:
        return Finding(check, False, "", refusal.message, remedy)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is the finding
        return Finding(check, False, "", f"{type(error).__name__}: {error}", remedy)
    return Finding(check, True)
