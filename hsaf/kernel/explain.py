"""Why a setting has its value: what every layer said about it, and which one won."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final, get_type_hints

import msgspec
import sqlalchemy as sa

from hsaf.contract.refusals import CONFIG_WRONG
from hsaf.kernel.faults import suggest
from hsaf.kernel.settings import DEFAULT, Framework, Settings, look_up

SECRET_WORDS: Final = ("password", "secret", "token")
"""Keys whose values are never shown."""


class Said(msgspec.Struct, frozen=True):
    """What one layer says about a key."""

    layer: str
    value: Any


class Explanation(msgspec.Struct, frozen=True):
    """A key, its effective value, the layer that won, and all that spoke, lowest first."""

    key: str
    value: Any
    winner: str
    said: tuple[Said, ...]


def explain(settings: Settings, key: str) -> list[Explanation]:
    """Explain one key, or every key of a section such as ``server``.

    Raises ``CONFIG_WRONG`` for an unknown key, naming the nearest one.
    """
    known = keys(settings)
    wanted = [one for one in known if one == key or one.startswith(f"{key}.")]
    if not wanted:
        raise CONFIG_WRONG(key=key, file="-", reason="没有这个键", fix=suggest(key, {*known, *_sections(known)}))
    return [_explain(settings, one, known[one]) for one in wanted]


def _sections(known: Iterable[str]) -> set[str]:
    return {key.partition(".")[0] for key in known}


def keys(settings: Settings) -> dict[str, Any]:
    """Every dotted key with its effective value: the framework's and each plugin's."""
    found = dict(_flat(settings, Framework))
    for code, dotted in sorted(settings.configs.items()):
        if dotted:
            module, _, name = dotted.rpartition(".")
            found |= _flat(settings.of(code), getattr(import_module(module), name), f"{code}.")
    return found


def _flat(values: Any, kind: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted keys of a struct, in their order; open tables give one key per entry."""
    hints = get_type_hints(kind)
    for name in kind.__struct_fields__:
        value = getattr(values, name)
        if isinstance(value, msgspec.Struct):
            yield from _flat(value, hints[name], f"{prefix}{name}.")
        elif isinstance(value, Mapping):
            yield from ((f"{prefix}{name}.{key}", one) for key, one in value.items())
        else:
            yield prefix + name, value


def _explain(settings: Settings, key: str, value: Any) -> Explanation:
    said = [
        Said(layer.name, shown(key, spoken))
        for layer in settings.layers
        if (spoken := look_up(layer.values, key)) is not None
    ]
    if not said:
        said = [Said(DEFAULT, shown(key, value))]
    return Explanation(key, shown(key, value), said[-1].layer, tuple(said))


def shown(key: str, value: Any) -> Any:
    """The value as it may be shown: passwords are masked."""
    if any(word in key for word in SECRET_WORDS):
        return "***"
    if key == "database.url" and value:
        return sa.make_url(value).render_as_string(hide_password=True)
    return value
