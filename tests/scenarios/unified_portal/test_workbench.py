"""Home page and workbench over HTTP (HB-01.2, .3, .4.11): to-do items, messages, mail, files, people, favourites."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import quote

from hsaf.data.relay import Relay
from hsaf.kernel.running import RunningKernel
from hsaf.testing.spec import spec
from tests.scenarios.unified_portal.conftest import Who


def told(kernel: RunningKernel, question: str, *arguments: Any, **named: Any) -> None:
    center = kernel.contract("message.v1")
    with kernel.system("test.tell"):
        kernel.pipeline.write(
            "test.tell", lambda: getattr(center, question)(*arguments, **named), subject="message:test"
        )


@spec("HB-01.2.2", "HB-01.3.1")
def test_a_to_do_item_is_seen_by_who_may_do_it_until_it_is_done(who: Who, kernel: RunningKernel) -> None:
    permission = "base_information.bank.review1"
    told(kernel, "add_todo", "bank:1", "银行待初审", "base_information.bank", permission=permission, admdvs="990101")
    told(kernel, "add_todo", "bank:2", "银行待补正", "base_information.bank", account="clerk")
    reviewer, clerk = who("reviewer1"), who("clerk")
    assert "bank:1" in [row["ref"] for row in reviewer.ask("todo")["rows"]]
    assert [row["ref"] for row in clerk.ask("todo")["rows"]] == ["bank:2"]
    assert who("county").ask("todo")["total"] == 0
    assert clerk.ask("todo", "counts")["row"]["todo"] == 1
    told(kernel, "close_todo", "bank:1")
    assert "bank:1" not in [row["ref"] for row in reviewer.ask("todo")["rows"]]
    assert reviewer.ask("todo", state="done")["total"] == 0


@spec("HB-01.2.3")
def test_messages_reach_their_people_and_the_subscribers_of_a_topic(who: Who, kernel: RunningKernel) -> None:
    clerk = who("clerk")
    told(kernel, "tell", ["clerk", "county"], "系统维护", "今晚维护")
    (row,) = [one for one in clerk.ask("message", unread=True)["rows"] if one["title"] == "系统维护"]
    letter = {"letter_id": row["letter_id"]}
    assert clerk.ask("message", "show", **letter)["row"]["body"] == "今晚维护"
    assert who("reviewer1").get("/api/f/unified_portal/message/show", **letter).status == 404
    clerk.done("message", "read", **letter)
    assert row["letter_id"] not in [one["letter_id"] for one in clerk.ask("message", unread=True)["rows"]]

    clerk.done("message", "subscribe", topic="policy")
    assert [one["topic"] for one in clerk.ask("message", "subscriptions")["rows"]] == ["policy"]
    told(kernel, "publish", "policy", "新政策发布", "")
    clerk.done("message", "unsubscribe", topic="policy")
    told(kernel, "publish", "policy", "又一个", "")
    titles = [one["title"] for one in clerk.ask("message")["rows"]]
    assert "新政策发布" in titles
    assert "又一个" not in titles
    clerk.done("message", "read_all")
    assert clerk.ask("todo", "counts")["row"]["message"] == 0
    clerk.done("message", "remove", **letter)
    assert clerk.get("/api/f/unified_portal/message/show", **letter).status == 404


@spec("HB-01.2.4")
def test_mail_is_sent_read_and_removed_by_each_for_himself(who: Who) -> None:
    clerk, reviewer = who("clerk"), who("reviewer2")
    sent = clerk.done("mail", "send", receivers="reviewer2, auditor", title="请复审", body="见附")["row"]
    (row,) = [one for one in reviewer.ask("mail", unread=True)["rows"] if one["letter_id"] == sent["letter_id"]]
    assert (row["title"], row["sender_name"]) == ("请复审", "周经办")
    shown = reviewer.ask("mail", "show", letter_id=sent["letter_id"])["row"]
    assert (shown["body"], shown["receivers"]) == ("见附", ["auditor", "reviewer2"])
    reviewer.done("mail", "read", letter_id=sent["letter_id"])
    reviewer.done("mail", "remove", letter_id=sent["letter_id"])
    assert sent["letter_id"] in [one["letter_id"] for one in clerk.ask("mail", folder="out")["rows"]]
    assert clerk.do("mail", "send", receivers="nobody", title="无").body["code"] == "message.receiver_unknown"
    assert clerk.do("mail", "send", receivers=" , ", title="无").status == 422


@spec("HB-01.2.3")
def test_a_message_leaves_the_platform_by_the_outbox(who: Who, kernel: RunningKernel) -> None:
    clerk = who("clerk")
    sent = clerk.done("mail", "send", receivers="reviewer1", title="请核对月报", body="不外发的内容")["row"]
    Relay.of(kernel).run_once()
    pushed = [one for one in kernel.container("push_log").push().sent() if one.id.startswith(sent["letter_id"])]
    assert [(one.account, one.title) for one in pushed] == [("reviewer1", "请核对月报")]
    assert "不外发" not in str(pushed)


@spec("HB-01.2.5")
def test_a_file_is_sent_and_received(who: Who) -> None:
    clerk, auditor = who("clerk"), who("auditor")
    form = {"data": {"file": (BytesIO("内容".encode()), "a.txt")}, "content_type": "multipart/form-data"}
    kept = clerk.call("POST", "/api/files", **form).body
    clerk.done("file_exchange", "send", receivers="auditor", title="月报", file=kept["key"], file_name="月报.txt")
    (row,) = [one for one in auditor.ask("file_exchange")["rows"] if one["title"] == "月报"]
    assert row["file_name"] == "月报.txt"
    got = auditor.get("/api/f/unified_portal/file_exchange/file", letter_id=row["letter_id"])
    assert got.content.decode() == "内容"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert quote("月报.txt") in got.headers["Content-Disposition"]
    stranger = who("reviewer1").get("/api/f/unified_portal/file_exchange/file", letter_id=row["letter_id"])
    assert (stranger.status, stranger.body["code"]) == (404, "message.letter_unknown")
    auditor.done("file_exchange", "remove", letter_id=row["letter_id"])


@spec("HB-01.2.6", "HB-01.2.7")
def test_people_and_regions_are_looked_up(who: Who) -> None:
    clerk = who("clerk")
    (row,) = clerk.ask("contacts", text="王稽")["rows"]
    assert (row["account"], row["org_name"]) == ("auditor", "示范省医疗保障局")
    assert "990101" in [one["admdvs"] for one in clerk.ask("data_management")["rows"]]


@spec("HB-01.3.1", "HB-01.3.2")
def test_the_workbench_is_arranged_of_components_and_columns(who: Who) -> None:
    admin, clerk = who("admin"), who("clerk")
    admin.done("column", "save_column", column="notice", name="通知公告", sort=1)
    admin.done("column", "publish", column="notice", title="放假通知", body="全文")
    (article,) = clerk.ask("column", column="notice")["rows"]
    assert clerk.ask("column", "show", article_id=article["article_id"])["row"]["body"] == "全文"
    assert clerk.ask("column", "columns")["rows"][0]["name"] == "通知公告"
    clerk.done("workbench", "arrange", items="component:todo, column:notice")
    assert [row["code"] for row in clerk.ask("workbench")["rows"]] == ["todo", "notice"]
    assert clerk.do("column", "publish", column="notice", title="x", body="y").status == 403
    assert admin.do("column", "remove_column", column="notice").status == 409
    admin.done("column", "withdraw", article_id=article["article_id"])
    admin.done("column", "remove_column", column="notice")


@spec("HB-01.4.11")
def test_favourite_menus_are_in_the_session(who: Who) -> None:
    clerk = who("clerk")
    for page, title in (("base_information.bank", "银行"), ("base_information.unit", "单位")):
        clerk.done("favourite", "add", page=page, title=title)
    clerk.done("favourite", "up", page="base_information.unit")
    assert [one["title"] for one in clerk.get("/api/session").body["favourites"]] == ["单位", "银行"]
    clerk.done("favourite", "down", page="base_information.unit")
    assert [one["title"] for one in clerk.ask("favourite")["rows"]] == ["银行", "单位"]
    clerk.done("favourite", "remove", page="base_information.bank")
    assert clerk.do("favourite", "remove", page="base_information.bank").status == 404
    assert who("county").ask("favourite")["rows"] == []


def test_what_somebody_chose_on_pages_is_there_at_every_computer_and_nobody_else_s(who: Who) -> None:
    clerk = who("clerk")
    kept = {"name": "columns.base_information.bank", "value": '["tel"]'}
    assert clerk.put("/api/session/settings", kept).status == 200
    assert who("clerk").get("/api/session").body["settings"][kept["name"]] == '["tel"]'
    assert kept["name"] not in who("reviewer1").get("/api/session").body["settings"]
    long = clerk.put("/api/session/settings", {"name": "x", "value": "x" * 8001})
    assert (long.status, long.body["field"]) == (422, "value")


@spec("HB-01.2.4")
def test_mail_carries_a_file_and_is_answered(who: Who) -> None:
    clerk, reviewer = who("clerk"), who("reviewer2")
    content = {"file": (BytesIO(b"minutes"), "minutes.txt")}
    key = clerk.call("POST", "/api/files", data=content, content_type="multipart/form-data").body["key"]
    sent = clerk.done(
        "mail", "send", receivers="reviewer2", title="会议纪要", body="见附件", file=key, file_name="纪要.txt"
    )["row"]
    got = reviewer.get("/api/f/unified_portal/mail/file", letter_id=sent["letter_id"])
    assert (got.status, got.content) == (200, b"minutes")
    stranger = who("auditor").get("/api/f/unified_portal/mail/file", letter_id=sent["letter_id"])
    assert stranger.status == 404
    answer = reviewer.done("mail", "reply", letter_id=sent["letter_id"], body="已阅")["row"]
    shown = clerk.ask("mail", "show", letter_id=answer["letter_id"])["row"]
    assert (shown["title"], shown["sender"], shown["body"]) == ("回复：会议纪要", "reviewer2", "已阅")
    unread = [one["letter_id"] for one in reviewer.ask("mail", unread=True)["rows"]]
    assert sent["letter_id"] not in unread
    again = clerk.done("mail", "reply", letter_id=answer["letter_id"], body="谢谢")["row"]
    assert reviewer.ask("mail", "show", letter_id=again["letter_id"])["row"]["title"] == "回复：会议纪要"
