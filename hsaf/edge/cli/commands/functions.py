"""``hsaf functions``: the function points declared here, and how far they cover the specification."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hsaf.edge.cli.output import as_json, emit, table

if TYPE_CHECKING:
    from hsaf.functions.declaration import FunctionDeclared


@click.command(short_help="列出功能点，或对照规格说明覆盖情况")
@click.option("--spec", "spec_", type=click.Path(exists=True, file_okay=False, path_type=Path), help="规格说明文件夹。")
@click.option(
    "--proven",
    "proven_",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path(".hsaf") / "proven.json",
    show_default=True,
    help="最近一次测试的记录。",
)
@as_json
def command(spec_: Path | None, proven_: Path, json_: bool) -> None:
    """不带 --spec 时列出各子系统声明的功能点；带 --spec 时按规格文件列出已声明、有通过的场景测试和缺少的编号。"""
    if spec_ is None:
        _list(json_)
    else:
        _cover(spec_, proven_, json_)


def _list(json_: bool) -> None:
    functions = _declared()
    if json_:
        emit([{"code": one.full, "name": one.name, "kind": one.kind, "spec": one.spec} for one in functions])
        return
    rows = [(one.full, one.name, str(one.kind), " / ".join(one.menu), "、".join(one.spec)) for one in functions]
    table("功能点", ("编码", "名称", "页面", "菜单", "规格编号"), rows)


def _cover(folder: Path, record: Path, json_: bool) -> None:
    from hsaf.functions.coverage import cover, declared_ids, ids_of
    from hsaf.functions.proofs import proven

    found = cover(ids_of(folder), declared_ids(_declared()), proven(record))
    if json_:
        emit(found)
        return
    rows = [
        (name, str(one.total), str(len(one.declared)), str(len(one.proven)), "、".join(one.missing))
        for name, one in found.items()
    ]
    table("规格覆盖", ("规格", "编号数", "已声明", "场景通过", "缺少"), rows)


def _declared() -> tuple[FunctionDeclared, ...]:
    from hsaf.functions.engine import declared_by
    from hsaf.kernel.config import load_settings
    from hsaf.kernel.discovery import discover
    from hsaf.kernel.faults import Faulty, refusal
    from hsaf.kernel.plan import make_plan

    discovery = discover()
    plan = make_plan(discovery, load_settings(plugins=discovery.plugins))
    try:
        return declared_by(plan.order)
    except Faulty as problem:
        raise refusal(problem.faults) from None
