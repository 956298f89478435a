"""Registration with pluggy, and calls into one named plugin."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pluggy

from hsaf.kernel import hookspecs
from hsaf.kernel.discovery import Found
from hsaf.kernel.faults import Fault, Faulty

_MARKER = f"{hookspecs.PROJECT}_impl"
_PREFIX = "hsaf_"


class Registry:
    """The pluggy manager of one kernel: plugins are registered under their code, in start order."""

    def __init__(self) -> None:
        self.manager = pluggy.PluginManager(hookspecs.PROJECT)
        self.manager.add_hookspecs(hookspecs.Hooks)

    def register(self, found: Found) -> None:
        """Import the plugin's entry module and register it.

        Raises ``Faulty`` when it cannot be imported or implements a hook wrongly.
        """
        module = self._import(found)
        faults = list(self._check_names(found.code, module))
        if faults:
            raise Faulty(*faults)
        try:
            self.manager.register(module, name=found.code)
        except pluggy.PluginValidationError as error:
            raise Faulty(
                Fault(found.code, f"扩展点的参数不对：{_first_line(error)}", "对照 hsaf/kernel/hookspecs.py 改正参数名")
            ) from error

    def check(self) -> Iterator[Fault]:
        """Faults visible only when all are registered: unknown hooks and doubly owned ones."""
        try:
            self.manager.check_pending()
        except pluggy.PluginValidationError as error:
            code = self.manager.get_name(error.plugin) or "-"
            yield Fault(code, f"实现了不存在的扩展点：{_first_line(error)}", "对照 hsaf/kernel/hookspecs.py 改正名称")
        for hook in sorted(hookspecs.EXCLUSIVE):
            owners = [found.plugin_name for found in getattr(self.manager.hook, hook).get_hookimpls()]
            if len(owners) > 1:
                first, *others = sorted(owners)
                yield Fault(
                    others[0],
                    f"扩展点 {hook} 只能有一个实现，已由 {first} 实现",
                    f"在地区配置的 disabled 中停用 {first} 或 {others[0]}",
                )

    def implements(self, code: str, hook: str) -> bool:
        return self._find(code, hook) is not None

    def call(self, code: str, hook: str, **arguments: Any) -> Any:
        """Call one plugin's implementation of a hook; ``None`` when it has none."""
        found = self._find(code, hook)
        return found.function(*(arguments[name] for name in found.argnames)) if found else None

    def _find(self, code: str, hook: str) -> pluggy.HookImpl | None:
        found = getattr(self.manager.hook, hook).get_hookimpls()
        return next((one for one in found if one.plugin_name == code), None)

    def _import(self, found: Found) -> ModuleType:
        entry = found.manifest.entry
        try:
            return import_module(entry)
        except Faulty:
            raise  # a declaration it reads already says what is wrong and what to do
        except Exception as error:
            missing = isinstance(error, ModuleNotFoundError) and entry.startswith(str(error.name))
            remedy = "改正 manifest 的 entry" if missing else "改正该模块后重新启动；hsaf doctor 会再次检查"
            raise Faulty(
                Fault(found.code, f"入口模块 {entry} 不能导入：{type(error).__name__}: {error}", remedy)
            ) from error

    def _check_names(self, code: str, module: ModuleType) -> Iterator[Fault]:
        """A function named like a hook but not marked would silently never be called."""
        known = {name for name in dir(hookspecs.Hooks) if name.startswith(_PREFIX)}
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name in known and not hasattr(function, _MARKER):
                yield Fault(code, f"函数 {name} 没有标注 @hookimpl，不会被调用", "在函数上加 @hookimpl")


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[-1].strip()
