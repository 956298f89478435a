"""Composition of the report center."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import containers, providers

from centers.report.data import tables
from centers.report.data.outlines import OutlineRepository
from centers.report.data.reports import ReportRepository
from centers.report.service.center import ReportCenter
from centers.report.service.exporting import Exporting
from centers.report.service.making import Making
from centers.report.service.maps import Maps
from centers.report.service.panels import Panels
from centers.report.service.recipients import Recipients
from centers.report.service.scheduling import JOB, Scheduling
from hsaf.datasets.export import KIND
from hsaf.jobs.queue import Queue
from hsaf.jobs.schedules import Schedules
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, JobKind


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    user: Any = providers.Dependency()
    base_info: Any = providers.Dependency(default=None)
    message: Any = providers.Dependency(default=None)
    panels = providers.Singleton(Panels)
    reports = providers.Singleton(ReportRepository)
    queue = providers.Singleton(Queue, database=kernel.database, clock=kernel.clock, ids=kernel.ids)
    schedules = providers.Singleton(Schedules, database=kernel.database, clock=kernel.clock, queue=queue)
    recipients = providers.Singleton(Recipients, user=user, base_info=base_info)
    exporting = providers.Singleton(Exporting, panels=panels, objects=kernel.objects)
    scheduling = providers.Singleton(
        Scheduling,
        panels=panels,
        reports=reports,
        recipients=recipients,
        schedules=schedules,
        queue=queue,
        ids=kernel.ids,
    )
    making = providers.Singleton(
        Making,
        panels=panels,
        reports=reports,
        recipients=recipients,
        exporting=exporting,
        schedules=schedules,
        user=user,
        message=message,
        pipeline=kernel.pipeline,
    )
    service = providers.Singleton(
        ReportCenter,
        panels=panels,
        scheduling=scheduling,
        maps=providers.Singleton(Maps, outlines=providers.Singleton(OutlineRepository)),
    )


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"report.v1": "service"}, metadata=tables.metadata)


@hookimpl
def hsaf_jobs(container: Any) -> Sequence[JobKind]:
    return (
        JobKind(KIND, "统计：导出", container.exporting().export),
        JobKind(JOB, "统计：定期报表", container.making().run),
    )
