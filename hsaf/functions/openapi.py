"""OpenAPI 3.1 of everything under ``/api``, from the same declarations that are served."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from hsaf import __version__
from hsaf.functions.declaration import Output
from hsaf.functions.inputs import PAGING, SORT
from hsaf.functions.model import Function, Operation
from hsaf.functions.record_operations import XLSX
from hsaf.functions.refusals import STATUSES
from hsaf.functions.registry import Registry
from hsaf.functions.services import Service
from hsaf.functions.session import COOKIE, CSRF_HEADER
from hsaf.records.model import Field, FieldType
from hsaf.records.values import length_of

Schema = dict[str, Any]

PERMISSION: Final = "x-hsaf-permission"
JSON: Final = "application/json"
BINARY: Final = "application/octet-stream"
CSV: Final = "text/csv"

_TEXTS: Final[Mapping[FieldType, Schema]] = {
    FieldType.MONEY: {"pattern": r"^-?\d+(\.\d{1,2})?$"},
    FieldType.DECIMAL: {"pattern": r"^-?\d+(\.\d+)?$"},
    FieldType.RATIO: {"pattern": r"^[01](\.\d{1,4})?$"},
    FieldType.DATE: {"pattern": r"^\d{4}-\d{2}-\d{2}$"},
    FieldType.DATETIME: {"pattern": r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$"},
}
_ASKED_ONLY: Final = ("pattern", "enum", "maxLength", "minimum", "maximum")
"""What an answer need not keep: it may be masked, or older than the declaration."""
_REFUSAL: Final[Schema] = {
    "type": "object",
    "required": ["code", "number", "message", "field", "problems", "trace_id"],
    "properties": {
        "code": {"type": "string"},
        "number": {"type": "integer"},
        "message": {"type": "string"},
        "field": {"type": "string"},
        "problems": {"type": "array", "items": {"type": "object"}},
        "trace_id": {"type": "string"},
    },
}


def document(registry: Registry, services: Iterable[Service]) -> Schema:
    """The whole description."""
    paths: dict[str, Schema] = {}
    for function, operation in registry.operations():
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(function, operation)
    for service in services:
        paths.setdefault(service.path, {})[service.method.lower()] = _service(service)
    return {
        "openapi": "3.1.0",
        "info": {"title": "HSAF 医疗保障应用框架", "version": __version__},
        "paths": paths,
        "security": [{"session": []}],
        "components": {
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
            "schemas": {
                "Refusal": _REFUSAL,
                **{one.full: _row(one.fields) for one in registry.functions.values() if one.fields},
            },
        },
    }


def _operation(function: Function, operation: Operation) -> Schema:
    described: Schema = {
        "operationId": operation.full,
        "summary": f"{function.declared.name}：{operation.name}",
        "tags": [" / ".join(function.declared.menu)],
        "parameters": _parameters(function, operation),
        "responses": _responses(operation.output, function),
        PERMISSION: operation.permission,
        "x-hsaf-spec": list(function.declared.spec),
    }
    if operation.writes:
        described["requestBody"] = _body(operation)
    return described


def _service(service: Service) -> Schema:
    described: Schema = {
        "operationId": f"functions.{service.name}",
        "summary": service.title,
        "tags": ["工作台"],
        "parameters": [*_in_path(service.path), *([_CSRF] if service.mutating else [])],
        "responses": {"200": {"description": "成功"}, **_refusals()},
    }
    if service.mutating:
        described["requestBody"] = {"content": {"multipart/form-data": {"schema": {"type": "object"}}}}
    return described


# -- requests ---------------------------------------------------------------------------------------

_CSRF: Final[Schema] = {
    "name": CSRF_HEADER,
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "GET /api/session 给出的 csrf",
}
_KEY: Final[Schema] = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 40, "pattern": r"^[\x21-\x7e]+$"},
    "description": "同一键重复提交只办理一次",
}


def _parameters(function: Function, operation: Operation) -> list[Schema]:
    found = _in_path(operation.path)
    if operation.writes:
        return [*found, _CSRF, _KEY]
    found += [_in_query(field) for field in operation.input]
    if operation.paged:
        found += [_in_query(field) for field in (*PAGING, SORT)]
        if function.record is not None:
            filters = (
                function.record.by_code[one] for one in function.columns.filter if one in function.record.by_code
            )
            found += [_in_query(field) for field in filters]
    return found


def _in_path(path: str) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _in_query(field: Field) -> Schema:
    return {
        "name": field.code,
        "in": "query",
        "required": field.required,
        "description": field.label,
        "schema": {"type": "string"} if field.type is FieldType.FLAG else schema_of(field),
    }


def _body(operation: Operation) -> Schema:
    if operation.uploads:
        properties = {one.code: schema_of(one) for one in operation.input} | {
            "file": {"type": "string", "format": "binary"}
        }
        return {"required": True, "content": {"multipart/form-data": {"schema": _object(properties, ["file"])}}}
    properties = {one.code: schema_of(one) for one in operation.input}
    if operation.event and "{id}" in operation.path:
        properties["version"] = {"type": "integer", "description": "看到的版本"}
    required = [one.code for one in operation.input if one.required and not one.default]
    return {"content": {JSON: {"schema": _object(properties, required)}}}


def schema_of(field: Field) -> Schema:
    """JSON schema of a field's value on the wire."""
    schema: Schema = {"title": field.label}
    match field.type:
        case FieldType.INT:
            schema["type"] = "integer"
        case FieldType.FLAG:
            schema["type"] = "boolean"
        case _:
            schema |= {"type": "string", **_TEXTS.get(field.type, {})}
            if field.type not in _TEXTS:
                schema["maxLength"] = length_of(field)
    if field.type is FieldType.INT:
        schema |= {
            key: int(bound) for key, bound in (("minimum", field.least), ("maximum", field.most)) if bound is not None
        }
    if field.pattern:
        schema["pattern"] = f"^(?:{field.pattern})$"
    if field.options:
        schema["enum"] = [code for code, _ in field.options]
    if field.dict:
        schema["x-hsaf-dictionary"] = field.dict
    return schema


# -- answers ----------------------------------------------------------------------------------------


def _responses(output: Output, function: Function) -> Schema:
    row: Schema = {"$ref": f"#/components/schemas/{function.full}"} if function.fields else {"type": "object"}
    many = {"type": "array", "items": row}
    shapes: Mapping[Output, Schema] = {
        Output.NONE: {"type": "object"},
        Output.ROW: {"type": "object"},
        Output.ROWS: _object({"rows": {"type": "array", "items": {"type": "object"}}}, ["rows"]),
        Output.JOB: _object({"job": {"type": "string"}}, ["job"]),
        Output.PAGE: _object(
            {
                "rows": many,
                "total": {"type": "integer"},
                "page": {"type": "integer"},
                "size": {"type": "integer"},
                "more": {"type": "boolean"},
            },
            ["rows", "total", "page", "size"],
        ),
    }
    content = {XLSX: {}, CSV: {}, BINARY: {}} if output is Output.FILE else {JSON: {"schema": shapes[output]}}
    return {"200": {"description": "成功", "content": content}, **_refusals()}


def _refusals() -> Schema:
    content = {JSON: {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    return {str(status): {"description": title, "content": content} for status, title in STATUSES.items()}


def _row(fields: Sequence[Field]) -> Schema:
    """A row may leave a value out; what personal data is masked still is a text."""
    return {"type": "object", "properties": {field.code: _answered(field) for field in fields}}


def _answered(field: Field) -> Schema:
    schema = {key: value for key, value in schema_of(field).items() if key not in _ASKED_ONLY}
    return {**schema, "type": [schema["type"], "null"]}


def _object(properties: Schema, required: Sequence[str]) -> Schema:
    schema: Schema = {"type": "object", "properties": properties}
    return schema | ({"required": list(required)} if required else {})
