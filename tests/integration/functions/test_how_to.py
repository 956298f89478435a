"""``docs/how-to/add-a-function-point.md`` as it stands: the file declares, the scenario passes, the overlay shows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hsaf.contract.errors import HsafError
from hsaf.kernel.config import load_settings
from hsaf.kernel.discovery import BUILT_IN, discover
from hsaf.kernel.doctor import examine
from tests.support.portal import Portal, opened

PAGE = Path(__file__).parents[3] / "docs/how-to/add-a-function-point.md"
WIZARDS = PAGE.with_name("declare-a-wizard.md")

MANIFEST = """
code = "{code}"
name = "{name}"
version = "1.0"
kind = "{kind}"
entry = "{package}.{code}.plugin"
owner = "test"
requires = {requires}
"""


def block(kind: str, number: int = 0, page: Path = PAGE) -> str:
    found: str = re.findall(rf"```{kind}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)[number]
    return found


_serial = itertools.count()


class Plugins:
    """A package of plugins on the import path, under a name of its own."""

    def __init__(self, parent: Path) -> None:
        self.package = f"how_to_{next(_serial)}"
        self.folder = parent / self.package
        self.folder.mkdir()
        (self.folder / "__init__.py").touch()

    def write(self, code: str, kind: str, requires: list[str], **files: str) -> None:
        place = self.folder / code
        place.mkdir()
        (place / "__init__.py").touch()
        (place / "plugin.py").touch()
        text = MANIFEST.format(package=self.package, code=code, name="示例", kind=kind, requires=requires).replace(
            "'", '"'
        )
        (place / "manifest.toml").write_text(text, "utf-8")
        for folder, content in files.items():
            (place / folder).mkdir()
            (place / folder / "one.toml").write_text(content, "utf-8")


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plugins:
    monkeypatch.syspath_prepend(str(tmp_path))
    made = Plugins(tmp_path)
    made.write("my_desk", "subsystem", ["base_info", "functions"], functions=block("toml"))
    return made


def start(plugins: Plugins, *regional: str) -> Any:
    """A platform with these plugins, in the folder beside theirs."""
    roots = (*BUILT_IN, plugins.package)
    return opened(plugins.folder.parent, seeded=False, roots=roots, enabled=["*", "demo_region", *regional])


@pytest.fixture
def portal(plugins: Plugins) -> Iterator[Portal]:
    with start(plugins) as running:
        yield running


def test_the_scenario_of_the_page_passes(portal: Portal) -> None:
    told: dict[str, Any] = {}
    exec(block("python"), told)
    told["test_a_clerk_finds_a_bank_by_part_of_its_name"](portal)


def test_the_overlay_of_the_page_changes_the_page_only(plugins: Plugins) -> None:
    plugins.write("county_pages", "plugin", [], overlays=block("text"))
    with start(plugins, "county_pages") as portal:
        page = portal.staff("my_desk.bank_lookup.query").get("/api/pages/my_desk.bank_lookup").body
    labels = {field["code"]: field["label"] for field in page["fields"]}
    assert page["name"] == "开户行查询"
    assert (labels["bank_code"], labels["bank_name"]) == ("行号", "网点")
    assert "tel" not in labels
    assert page["list"] == ["bank_name", "bank_code"]


def test_the_field_of_the_page_is_added_to_the_records(plugins: Plugins) -> None:
    plugins.write("county_pages", "plugin", [], overlays=block("text", 1))
    with start(plugins, "county_pages") as portal:
        clerk = portal.staff("my_desk.bank_lookup.query")
        page = clerk.get("/api/pages/my_desk.bank_lookup").body
        assert clerk.get("/api/f/my_desk/bank_lookup", x_open_hours="9").status == 200
    assert "营业时间" in [field["label"] for field in page["fields"]]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (('"base_info.bank"', '"base_info.bnk"'), "没有信息类别 base_info.bnk；处理办法：是否想写 bank"),
        (("x_open_hours", "open_hours"), "处理办法：改为 x_open_hours"),
        (("length =", "lenght ="), "第 1 个 record 的 lenght：没有这个键；处理办法：是否想写 length"),
        (('"营业时间"', '"联行号"'), "字段名称“联行号”重复"),
    ],
)
def test_a_wrong_field_stops_the_start(plugins: Plugins, changed: tuple[str, str], said: str) -> None:
    plugins.write("county_pages", "plugin", [], overlays=block("text", 1).replace(*changed))
    with pytest.raises(HsafError) as refused, start(plugins, "county_pages"):
        pass
    assert said in refused.value.message
    assert "county_pages/overlays/one.toml" in refused.value.message


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (('bank_lookup"', 'bank_lokup"'), "没有功能点 my_desk.bank_lokup；处理办法：是否想写 my_desk.bank_lookup"),
        (("hide =", "hid ="), "第 1 个 overlay 的 hid：没有这个键；处理办法：是否想写 hide"),
        (('"tel"', '"fax"'), "fields.hide 中的 fax 不是字段"),
    ],
)
def test_a_wrong_overlay_stops_the_start(tmp_path: Path, plugins: Plugins, changed: tuple[str, str], said: str) -> None:
    plugins.write("county_pages", "plugin", [], overlays=block("text").replace(*changed))
    with pytest.raises(HsafError) as refused, start(plugins, "county_pages"):
        pass
    assert said in refused.value.message
    assert "county_pages/overlays/one.toml" in refused.value.message


def test_a_declared_operation_nobody_implements_stops_the_start(plugins: Plugins) -> None:
    wrong = block("toml").replace('"export"', '"approve"')
    (plugins.folder / "my_desk/functions/one.toml").write_text(wrong, "utf-8")
    with pytest.raises(HsafError) as refused, start(plugins):
        pass
    assert refused.value.code == "kernel.start_refused"
    assert "功能点 bank_lookup：没有操作 approve" in refused.value.message


TEMPLATE = block("text", page=WIZARDS)


def test_the_wizard_of_the_page_checks_its_steps_and_keeps_drafts(plugins: Plugins) -> None:
    declared = block("toml", page=WIZARDS)
    (plugins.folder / "my_desk/manifest.toml").write_text(
        (plugins.folder / "my_desk/manifest.toml")
        .read_text("utf-8")
        .replace('"base_info"', '"base_info", "settlement"'),
        "utf-8",
    )
    (plugins.folder / "my_desk/functions/one.toml").write_text(declared, "utf-8")
    with start(plugins) as portal:
        clerk = portal.staff("my_desk.claim.finish")
        assert [step["code"] for step in clerk.get("/api/pages/my_desk.claim").body["wizard"]["steps"]] == [
            "person",
            "fees",
        ]
        path = "/api/f/my_desk/claim/drafts"
        wrong = clerk.post(path, {"step": "fees", "checked": True, "values": {"receipts": [{"invono": "1"}]}})
        assert {one["field"] for one in wrong.body["problems"]} == {"begndate", "receipts[0].amount"}
        kept = clerk.post(path, {"step": "fees", "values": {"psn_no": "P1", "begndate": "2026-03-01"}})
        assert kept.status == 200, kept.body
        assert [row["title"] for row in clerk.get(path).body["rows"]] == ["P1 2026-03-01"]


def test_a_wrong_wizard_stops_the_start(plugins: Plugins) -> None:
    wrong = block("toml", page=WIZARDS).replace('code = "amount", label', 'code = "amount", lable')
    (plugins.folder / "my_desk/functions/one.toml").write_text(wrong, "utf-8")
    with pytest.raises(HsafError) as refused, start(plugins):
        pass
    assert "lable：没有这个键；处理办法：是否想写 label" in refused.value.message


def printing(plugins: Plugins, template: str) -> None:
    declared = block("toml").replace('"export"]', '"print"]').replace("record =", 'template = "bank.typ"\nrecord =', 1)
    (plugins.folder / "my_desk/functions/one.toml").write_text(declared, "utf-8")
    (plugins.folder / "my_desk/functions/bank.typ").write_text(template, "utf-8")


def test_a_template_of_ones_own_prints(plugins: Plugins) -> None:
    printing(plugins, TEMPLATE)
    with start(plugins) as portal:
        assert portal.staff("my_desk.bank_lookup.print").get("/api/f/my_desk/bank_lookup/prints").body == {"rows": []}


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (TEMPLATE.replace("bank_name", "bank_nme"), "bank_nme"),
        (TEMPLATE.replace("#sheet.values", "#shet.values"), "unknown variable: shet"),
        (TEMPLATE.replace("])", "]"), "unclosed delimiter"),
    ],
)
def test_a_bad_template_stops_the_start_with_file_and_line(plugins: Plugins, template: str, said: str) -> None:
    printing(plugins, template)
    with pytest.raises(HsafError) as refused, start(plugins):
        pass
    assert said in refused.value.message
    assert re.search(r"bank\.typ 第 \d 行", refused.value.message)
    assert "my_desk/functions/one.toml" in refused.value.message


def test_doctor_names_every_fault_of_the_functions_with_its_file(plugins: Plugins) -> None:
    wrong = block("toml").replace('"export"', '"approve"').replace('"tel"]', '"fax"]')
    (plugins.folder / "my_desk/functions/one.toml").write_text(wrong, "utf-8")
    roots = (*BUILT_IN, plugins.package)
    overrides = {"enabled": ["*", "demo_region"], "data_dir": str(plugins.folder.parent)}
    settings = load_settings({"HSAF_REGION": "990000"}, plugins=discover(roots).plugins, overrides=overrides)
    found = [one for one in examine(settings, roots=roots, installed=False) if not one.ok]
    assert {one.check for one in found} == {"启动"}
    assert {one.subject for one in found} == {"my_desk/functions/one.toml"}
    assert ["fax" in one.detail for one in found] == [True, False]
    assert "没有操作 approve" in found[1].detail
    assert all(one.remedy for one in found)
