"""Composition of the user center."""

from __future__ import annotations

from dependency_injector import containers, providers

from centers.user.data import tables
from centers.user.data.accounts import AccountRepository
from centers.user.data.log import LogRepository
from centers.user.data.members import MemberRepository
from centers.user.data.orgs import OrgRepository
from centers.user.data.own import OwnRepository
from centers.user.data.resources import ResourceRepository
from centers.user.data.roles import RoleRepository
from centers.user.service.accounts import Accounts
from centers.user.service.caller import Caller
from centers.user.service.center import UserCenter
from centers.user.service.grants import Grants
from centers.user.service.loading import Loading
from centers.user.service.members import Members
from centers.user.service.orgs import Orgs
from centers.user.service.own import Own
from centers.user.service.picking import Picking
from centers.user.service.platform import Platform
from centers.user.service.requested import Requested
from centers.user.service.resources import Resources
from centers.user.service.roles import Roles
from hsaf.kernel import hookimpl
from hsaf.kernel.api import Composition


class Container(containers.DeclarativeContainer):
    kernel = providers.DependenciesContainer()
    org_rows = providers.Singleton(OrgRepository)
    account_rows = providers.Singleton(AccountRepository, database=kernel.database, crypto=kernel.crypto)
    role_rows = providers.Singleton(RoleRepository)
    resource_rows = providers.Singleton(ResourceRepository)
    log_rows = providers.Singleton(LogRepository)
    caller = providers.Singleton(Caller, orgs=org_rows, roles=role_rows, log=log_rows, ids=kernel.ids)
    orgs = providers.Singleton(Orgs, repository=org_rows, caller=caller)
    roles = providers.Singleton(Roles, repository=role_rows, orgs=org_rows, caller=caller)
    resources = providers.Singleton(Resources, repository=resource_rows, caller=caller, ids=kernel.ids)
    platform = providers.Singleton(Platform, resources=resources)
    service = providers.Singleton(
        UserCenter,
        parts=providers.List(
            orgs,
            providers.Singleton(
                Picking, orgs=orgs, accounts=account_rows, roles=roles, platform=platform, caller=caller
            ),
            providers.Singleton(Accounts, repository=account_rows, orgs=org_rows, roles=role_rows, caller=caller),
            roles,
            providers.Singleton(
                Grants,
                repository=role_rows,
                accounts=account_rows,
                orgs=org_rows,
                roles=roles,
                platform=platform,
                caller=caller,
            ),
            providers.Singleton(Members, repository=providers.Singleton(MemberRepository), roles=role_rows),
            providers.Singleton(
                Requested, repository=role_rows, accounts=account_rows, caller=caller, database=kernel.database
            ),
            resources,
            platform,
            providers.Singleton(Own, repository=providers.Singleton(OwnRepository), caller=caller),
            providers.Singleton(
                Loading, orgs=org_rows, accounts=account_rows, roles=role_rows, resources=resource_rows
            ),
        ),
        log=log_rows,
        caller=caller,
    )


@hookimpl
def hsaf_compose() -> Composition:
    return Composition(container=Container, provides={"user.v1": "service"}, metadata=tables.metadata)
