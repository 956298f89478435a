"""Kind ``statistics``: panels of datasets become the operations ``panel``, ``rows`` and ``export``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, Final, NamedTuple

import msgspec

from hsaf.contract import context
from hsaf.contract.principal import Principal
from hsaf.datasets.asking import conditions, dimension_of, texts
from hsaf.datasets.contract import Asked, DatasetsContract
from hsaf.datasets.export import KIND, REPORT, ExportOrder
from hsaf.datasets.model import Dataset
from hsaf.datasets.panel import Panel
from hsaf.functions.calls import Uncallable
from hsaf.functions.declaration import Chart, FunctionDeclared, Output, PanelDeclared, Place
from hsaf.functions.inputs import PAGING, SORT, read_input, read_paging, refusal
from hsaf.functions.model import QUERY, Given, Operation, path_of
from hsaf.functions.refusals import NO_PERMISSION, NOT_FOUND
from hsaf.functions.rendering import renderer
from hsaf.functions.transfers import job, orderer, own_subject
from hsaf.kernel.faults import suggest
from hsaf.records.contract import Problem
from hsaf.records.model import Field, FieldType

WITHIN: Final = "within."
GROUP: Final = Field(code="group", label="分组维度", length=50)
MOST_GROUPS: Final = 2

_PANEL: Final = Field(code="panel", label="图表", length=50, required=True)
_ROWS: Final = Field(code="rows", label="导出明细", type=FieldType.FLAG)

Contract = Callable[[str], Any]
Order = Callable[[str, msgspec.Struct], str]


class Statistics(NamedTuple):
    """What a statistics function was made to."""

    panels: tuple[Panel, ...]
    fields: tuple[Field, ...]
    """Those its page filters by."""
    operations: tuple[Operation, ...]


def compile_statistics(declared: FunctionDeclared, contract: Contract, order: Order) -> Statistics:
    """``contract`` finds ``<center>.datasets.v1``; ``order`` puts a job in the queue. Raises ``Uncallable`` or what ``contract`` raises."""
    contract(REPORT)  # which runs the exports
    found = [(one, *_dataset(declared, one, contract)) for one in declared.panel]
    sets = {one.dataset or declared.dataset: data for one, _, data in found}
    fields = _filters(declared, sets)
    names = tuple(chain.from_iterable(_named(one) for one in fields))
    panels = tuple(_panel(declared, one, owner, data, names) for one, owner, data in found)
    return Statistics(panels, fields, _operations(declared, panels, fields, order))


def _dataset(declared: FunctionDeclared, one: PanelDeclared, contract: Contract) -> tuple[DatasetsContract, Dataset]:
    name = one.dataset or declared.dataset
    center, _, code = name.partition(".")
    if not code:
        raise Uncallable(f"图表 {one.code} 没有数据集", '写 dataset = "<中心>.<数据集>"')
    owner: DatasetsContract = contract(f"{center}.datasets.v1")
    known = owner.datasets()
    if code not in known:
        raise Uncallable(f"没有数据集 {name}", suggest(code, known))
    return owner, known[code]


def _filters(declared: FunctionDeclared, sets: Mapping[str, Dataset]) -> tuple[Field, ...]:
    """Fields of ``fields.filter`` in its order, of whichever dataset has them; where nothing is said, the time and
    the region of the first."""
    known = {code: one.field for data in reversed([*sets.values()]) for code, one in data.by_code.items()}
    first = next(iter(sets.values()))
    wanted = declared.fields.filter or tuple(code for code in (first.time, first.scope) if code)
    for code in wanted:
        if code not in known:
            raise Uncallable(f"fields.filter 中的 {code} 不是任何数据集的维度", suggest(code, known))
    labels, defaults = declared.fields.labels, declared.fields.defaults
    return tuple(
        msgspec.structs.replace(
            known[code], label=labels.get(code, known[code].label), default=defaults.get(code, ""), filter=True
        )
        for code in wanted
    )


def _named(field: Field) -> tuple[str, ...]:
    return (f"{field.code}_from", f"{field.code}_to") if field.type is FieldType.DATE else (field.code,)


# -- panels -----------------------------------------------------------------------------------------


def _panel(
    declared: FunctionDeclared, one: PanelDeclared, owner: DatasetsContract, data: Dataset, filters: Sequence[str]
) -> Panel:
    for reason, remedy in _faults(one, data):
        raise Uncallable(f"图表 {one.code}：{reason}", remedy)
    return Panel(
        function=declared.full,
        function_name=declared.name,
        code=one.code,
        title=one.title,
        chart=str(one.chart),
        owner=owner,
        dataset=data,
        source=one.dataset or declared.dataset,
        group=one.group,
        measures=one.measures,
        drill=one.drill,
        fixed=one.fixed,
        top=one.top,
        sort=one.sort,
        compare=one.compare,
        filters=filters,
    )


def _faults(one: PanelDeclared, data: Dataset) -> Iterator[tuple[str, str]]:
    for title, codes, known in (
        ("维度", one.group, data.by_code),
        ("下钻维度", one.drill, data.by_code),
        ("固定条件", one.fixed, data.by_code),
        ("指标", one.measures, data.measured),
        ("排序", [one.sort.removeprefix("-")] if one.sort else [], [*one.group, *one.measures]),
    ):
        for code in codes:
            if code not in known:
                yield f"{data.label}没有{title} {code}", suggest(code, known)
    if not one.measures:
        yield "没有指标", "写 measures = [...]"
    if len(one.group) > MOST_GROUPS or bool(one.group) is (one.chart is Chart.FIGURE):
        yield "维度的个数与图形不符", "figure 不写 group，其他图形写一个或两个维度"
    if one.chart is Chart.MAP and (len(one.group) != 1 or not data.by_code[one.group[0]].hierarchical):
        yield "地图的维度不是区划", f'写 group = ["{data.scope}"]'
    if one.compare and not data.time:
        yield f"{data.label}没有时间，不能同比", "删除 compare"
    if one.top < 0:
        yield "top 不能小于 0", "写要显示的个数，或删除"


# -- operations -------------------------------------------------------------------------------------


def _operations(
    declared: FunctionDeclared, panels: Sequence[Panel], fields: Sequence[Field], order: Order
) -> tuple[Operation, ...]:
    by_code = {one.code: one for one in panels}
    filters = tuple(_input(fields))
    within = tuple(_within(panels))
    return (
        _get(declared, "panel", "查看", QUERY, Output.ROW, partial(_read_panel, by_code), _figures, _show, (*filters, GROUP, *within)),
        _get(declared, "rows", "查看明细", "rows", Output.PAGE, partial(_read_rows, by_code), _details, partial(_page, declared.full), (*filters, *within)),
        _export(declared, by_code, order),
    )  # fmt: skip


def _input(fields: Sequence[Field]) -> Iterator[Field]:
    """What a request may be narrowed by, nothing of it required."""
    for one in fields:
        for name in _named(one):
            yield msgspec.structs.replace(one, code=name, required=False, default="")


def _within(panels: Sequence[Panel]) -> Iterator[Field]:
    codes = dict.fromkeys(code for one in panels for code in (*one.group, *one.drill))
    known = {code: dimension.field for one in panels for code, dimension in one.dataset.by_code.items()}
    for code in codes:
        yield Field(code=f"{WITHIN}{code}", label=f"下钻到的{known[code].label}")


def _get(
    declared: FunctionDeclared,
    code: str,
    name: str,
    permission: str,
    output: Output,
    read: Callable[[Given], Any],
    work: Callable[[Any], Any],
    render: Callable[[Any, Principal], Any],
    input: tuple[Field, ...],
) -> Operation:
    return Operation(
        code=code,
        name=name,
        full=f"{declared.full}.{code}",
        permission=f"{declared.full}.{permission}",
        method="GET",
        path=path_of(declared.subsystem, declared.code, f"/{code}/{{panel}}"),
        output=output,
        writes=False,
        read=read,
        work=work,
        render=render,
        place=Place.PAGE,
        input=input,
    )


class Question(NamedTuple):
    panel: Panel
    asked: Asked
    paging: Any = None


def _panel_of(panels: Mapping[str, Panel], code: str) -> Panel:
    """Raises ``NOT_FOUND``."""
    found = panels.get(code)
    if found is None:
        raise NOT_FOUND()
    return found


def _question(panel: Panel, said: Mapping[str, str], group: str = "") -> Question:
    within = {name.removeprefix(WITHIN): text for name, text in said.items() if name.startswith(WITHIN)}
    filters = {name: text for name, text in said.items() if not name.startswith(WITHIN)}
    return Question(panel, panel.asked(filters, within, group))


def _read_panel(panels: Mapping[str, Panel], given: Given) -> Question:
    panel = _panel_of(panels, given.path["panel"])
    said = {name: text for name, text in given.query.items() if name != GROUP.code}
    return _question(panel, said, given.query.get(GROUP.code, "").strip())


def _read_rows(panels: Mapping[str, Panel], given: Given) -> Question:
    panel = _panel_of(panels, given.path["panel"])
    paging = {one.code for one in (*PAGING, SORT)}
    said = {name: text for name, text in given.query.items() if name not in paging}
    return _question(panel, said)._replace(paging=read_paging(given.query))


def _figures(question: Question) -> Any:
    return question.panel.shown(question.panel.figures(question.asked))


def _show(shown: Any, _: Principal) -> Any:
    return shown


def _details(question: Question) -> Any:
    return question.panel, question.panel.rows(question.asked, question.paging)


def _page(function: str, answered: Any, who: Principal) -> Any:
    panel, page = answered
    return renderer(Output.PAGE, panel.details, function)(page, who)


# -- export -----------------------------------------------------------------------------------------


def _export(declared: FunctionDeclared, panels: Mapping[str, Panel], order: Order) -> Operation:
    full = f"{declared.full}.export"
    return Operation(
        code="export",
        name="导出",
        full=full,
        permission=full,
        method="POST",
        path=path_of(declared.subsystem, declared.code, "/export"),
        output=Output.JOB,
        writes=True,
        read=partial(_read_export, declared, panels),
        work=lambda said: order(KIND, _order(declared, said)),
        render=job,
        subject=own_subject,
        place=Place.PAGE,
        input=(_PANEL, GROUP, _ROWS),
    )


def _read_export(declared: FunctionDeclared, panels: Mapping[str, Panel], given: Given) -> Mapping[str, Any]:
    """The question is checked now, not by the job. Raises what the panel would, and ``NO_PERMISSION`` for rows."""
    said = read_input((_PANEL, GROUP, _ROWS), given.body, also=("filters", "within"))
    panel = _panel_of(panels, said["panel"])
    who = context.current().principal
    if said["rows"] and not (who and who.may(f"{declared.full}.rows")):
        raise NO_PERMISSION(name="查看明细")
    words = {name: _words(name, given.body.get(name)) for name in ("filters", "within")}
    asked = panel.asked(words["filters"], words["within"], said["group"])
    conditions(panel.dataset, asked)
    for code in asked.group:
        dimension_of(panel.dataset, code)
    return {**said, **words}


def _words(name: str, said: Any) -> dict[str, str]:
    """Raises ``INPUT_WRONG``: what is not understood must not widen an export."""
    if said is not None and not isinstance(said, dict):
        raise refusal([Problem(name, "筛选条件", "应为“名称：值”的对象")])
    return texts(said or {})


def _order(declared: FunctionDeclared, said: Mapping[str, Any]) -> ExportOrder:
    return ExportOrder(function=declared.full, by=orderer(declared), **said)
