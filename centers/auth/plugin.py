"""Composition of the authentication center."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dependency_injector import containers, providers

from centers.auth.data import tables
from centers.auth.data.repository import Repository
from centers.auth.data.security_log import SecurityLogRepository
from centers.auth.data.sessions import SessionRepository
from centers.auth.data.staff import StaffRepository
from centers.auth.service.center import AuthCenter
from centers.auth.service.certificates import Certificates
from centers.auth.service.passwords import Passwords
from centers.auth.service.people import People
from centers.auth.service.purging import KIND, Purging
from centers.auth.service.secrets import OneTimeSecrets
from centers.auth.service.security_log import SecurityLog
from centers.auth.service.sessions import Sessions
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition, JobKind


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    user: Any = providers.Dependency(default=None)
    config = kernel.settings.provided.of.call("auth")
    credentials = providers.Singleton(StaffRepository)
    people = providers.Singleton(People, user=user)
    log = providers.Singleton(
        SecurityLog, repository=providers.Singleton(SecurityLogRepository), people=people, ids=kernel.ids
    )
    secrets = providers.Singleton(OneTimeSecrets, repository=credentials, crypto=kernel.crypto)
    passwords = providers.Singleton(Passwords, repository=credentials, database=kernel.database, log=log, config=config)
    certificates = providers.Singleton(
        Certificates, repository=credentials, secrets=secrets, crypto=kernel.crypto, log=log
    )
    session_rows = providers.Singleton(SessionRepository)
    purging = providers.Singleton(
        Purging, sessions=session_rows, secrets=credentials, pipeline=kernel.pipeline, config=config
    )
    sessions = providers.Singleton(
        Sessions,
        repository=session_rows,
        people=people,
        database=kernel.database,
        pipeline=kernel.pipeline,
        clock=kernel.clock,
        crypto=kernel.crypto,
        config=config,
    )
    service = providers.Singleton(
        AuthCenter,
        messages=providers.Dict(
            repository=providers.Singleton(Repository, crypto=kernel.crypto),
            database=kernel.database,
            crypto=kernel.crypto,
            ids=kernel.ids,
        ),
        staff=providers.Dict(
            credentials=credentials,
            people=people,
            passwords=passwords,
            sessions=sessions,
            secrets=secrets,
            certificates=certificates,
            log=log,
            config=config,
        ),
    )


@hookimpl
def hsaf_compose() -> Composition:
    provides = {"auth.v1": "service", "auth.session.v1": "service"}
    return Composition(container=Container, provides=provides, metadata=tables.metadata)


@hookimpl
def hsaf_jobs(container: Any) -> Sequence[JobKind]:
    """Sessions nobody can use any more are deleted every hour."""
    return (JobKind(KIND, "清理过期会话", container.purging().run, at="every 1 hours"),)
