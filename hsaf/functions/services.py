"""What the workbench asks beside functions: pages, search, dictionaries, regions, its jobs and files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from werkzeug.wrappers import Request

from hsaf.contract.context import PATH_KEY
from hsaf.contract.files import Stored
from hsaf.contract.principal import Principal
from hsaf.contract.refusals import JOB_UNKNOWN
from hsaf.functions.files import UNNAMED
from hsaf.functions.inputs import read_input, read_paging
from hsaf.functions.maps import Maps
from hsaf.functions.pickers import Pickers
from hsaf.functions.reference import Reference
from hsaf.functions.refusals import FILE_MISSING, FILE_UNKNOWN, NOT_FOUND
from hsaf.functions.registry import Registry
from hsaf.functions.rendering import plain
from hsaf.functions.todos import DONE, ITEM, OPEN, REVIEW, TASK, Todos, Wanted
from hsaf.jobs.queue import Job, Queue
from hsaf.records.model import Field, FieldType
from hsaf.spi.object_store import ObjectStore

Show = Callable[[Request, Principal], Any]


_TODOS: Final = (
    Field(code="state", label="状态", type=FieldType.DICT, options=((OPEN, "待办"), (DONE, "已办")), default=OPEN),
    Field(
        code="kind",
        label="类别",
        type=FieldType.DICT,
        options=((TASK, "申请审批"), (REVIEW, "信息审核"), (ITEM, "其他待办")),
    ),
    Field(code="page_code", label="功能", length=100),
)


class Service(NamedTuple):
    """One of them: ``mutating`` needs the CSRF header."""

    name: str
    title: str
    method: str
    path: str
    show: Show
    mutating: bool = False


class Services:
    def __init__(
        self,
        registry: Callable[[], Registry],
        reference: Reference,
        queue: Queue,
        objects: ObjectStore,
        todos: Todos,
        maps: Maps,
        pickers: Pickers,
    ) -> None:
        self._maps = maps
        self._pickers = pickers
        self._todos = todos
        self._registry = registry
        self._reference = reference
        self._queue = queue
        self._objects = objects

    def all(self) -> tuple[Service, ...]:
        return (
            Service("pages", "功能点页面", "GET", "/api/pages/{code}", self._page),
            Service("search", "查找功能点", "GET", "/api/search", self._search),
            Service("todos", "待办和已办", "GET", "/api/todos", self._todo_page),
            Service("dictionaries", "数据字典", "GET", "/api/dictionaries/{type}", self._dictionary),
            Service("picked", "按名称或编码查找", "GET", "/api/picked/{pick}", self._picked),
            Service("areas", "医保区划", "GET", "/api/areas", self._areas),
            Service("report.map", "区划地图", "GET", "/api/report/map", self._maps.below),
            Service("jobs", "后台任务进度", "GET", "/api/jobs/{id}", self._job),
            Service("jobs.cancel", "取消后台任务", "POST", "/api/jobs/{id}/cancel", self._cancel, mutating=True),
            Service("jobs.file", "下载后台任务的结果文件", "GET", "/api/jobs/{id}/files/{key}", self._file),
            Service("files.put", "上传文件", "POST", "/api/files", self._put, mutating=True),
        )

    def _page(self, request: Request, who: Principal) -> Any:
        page = self._registry().page_for(who, _path(request, "code"))
        if page is None:
            raise NOT_FOUND()
        return page

    def _search(self, request: Request, who: Principal) -> Any:
        return {"rows": self._registry().search(who, request.args.get("q", ""))}

    def _todo_page(self, request: Request, who: Principal) -> Any:
        asked = read_input(_TODOS, {one.code: request.args[one.code] for one in _TODOS if one.code in request.args})
        return self._todos.page(
            who, Wanted(asked["state"], asked["kind"], asked["page_code"]), read_paging(request.args)
        )

    def _dictionary(self, request: Request, _: Principal) -> Any:
        return {"rows": self._reference.dictionary(_path(request, "type"))}

    def _picked(self, request: Request, who: Principal) -> Any:
        return {"rows": self._pickers.find(who, _path(request, "pick"), request.args.get("q", ""))}

    def _areas(self, *_: Any) -> Any:
        return {"rows": self._reference.areas()}

    # -- jobs and files -----------------------------------------------------------------------------

    def _job(self, request: Request, who: Principal) -> Any:
        return _shown(self._own(request, who))

    def _cancel(self, request: Request, who: Principal) -> Any:
        return _shown(self._queue.cancel(self._own(request, who).job_id))

    def _own(self, request: Request, who: Principal) -> Job:
        """Raises ``JOB_UNKNOWN``, also for somebody else's."""
        job = self._queue.get(_path(request, "id"))
        if job.created_by != who.account:
            raise JOB_UNKNOWN(job_id=job.job_id)
        return job

    def _file(self, request: Request, who: Principal) -> Stored:
        """Raises ``JOB_UNKNOWN``, and ``FILE_UNKNOWN`` for what the job did not make."""
        key, result = _path(request, "key"), self._own(request, who).result
        if not isinstance(result, dict) or key not in result.values():
            raise FILE_UNKNOWN()
        return Stored(key, request.args.get("name", "") or UNNAMED)

    def _put(self, request: Request, _: Principal) -> Any:
        sent = request.files.get("file")
        if sent is None:
            raise FILE_MISSING()
        return plain(self._objects.put(sent.read()))


def _path(request: Request, name: str) -> str:
    text: str = request.environ[PATH_KEY][name]
    return text


def _shown(job: Job) -> dict[str, Any]:
    return {
        "job": job.job_id,
        "state": job.state,
        "step": job.step,
        "done": job.done,
        "total": job.total,
        "result": job.result,
        "error": job.error,
        "finished": job.finished,
    }
