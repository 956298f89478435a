"""To-do items, letters and articles: everybody sees what is theirs."""

from __future__ import annotations

import pytest

from centers.message.data.letters import LetterRepository
from centers.message.service.center import MessageCenter
from centers.message.service.pushing import Pushing
from hsaf.contract.context import entered
from hsaf.contract.errors import HsafError
from hsaf.contract.paging import Paging
from hsaf.spi.push import PushFailed, PushMessage
from tests.centers.staffed import Worker

ALL = Paging(1, 100)


def refs(worker: Worker, center: MessageCenter, account: str, state: str = "open") -> list[str]:
    return [row["ref"] for row in worker.ask(account, lambda: center.todos(ALL, state)).rows]


def test_a_shared_item_is_seen_by_who_has_the_permission_in_the_region(worker: Worker, center: MessageCenter) -> None:
    query = "base_information.bank.query"
    for ref, admdvs in (("here", "990101"), ("there", "990202"), ("anywhere", "")):
        worker.harness.write(
            lambda ref=ref, admdvs=admdvs: center.add_todo(ref, "办理", "p", permission=query, admdvs=admdvs)
        )
    worker.harness.write(lambda: center.add_todo("bobs", "办理", "p", account="bob"))
    assert refs(worker, center, "bob") == ["anywhere", "bobs", "here"]
    assert refs(worker, center, "root") == ["anywhere", "here", "there"]
    assert refs(worker, center, "carl") == []
    assert worker.ask("bob", center.counts) == {"todo": 3, "message": 0, "mail": 0, "file": 0}


def test_a_done_item_moves_to_the_list_of_who_did_it_and_may_come_back(worker: Worker, center: MessageCenter) -> None:
    worker.harness.write(lambda: center.add_todo("x", "办理", "p", account="bob"))
    worker.as_("bob", lambda: center.close_todo("x"))
    worker.as_("amy", lambda: center.close_todo("x"))
    assert (refs(worker, center, "bob"), refs(worker, center, "bob", "done")) == ([], ["x"])
    assert refs(worker, center, "amy", "done") == []
    worker.harness.write(lambda: center.add_todo("x", "再办", "p", account="bob"))
    assert (refs(worker, center, "bob"), refs(worker, center, "bob", "done")) == (["x"], [])


def test_a_letter_to_oneself_is_in_both_folders(worker: Worker, center: MessageCenter) -> None:
    sent = worker.as_("bob", lambda: center.send("mail", "bob amy bob", "题", "文"))["letter_id"]
    for folder in ("in", "out"):
        assert [
            row["letter_id"]
            for row in worker.ask("bob", lambda folder=folder: center.letters("mail", folder, ALL)).rows
        ] == [sent]
    assert worker.ask("amy", lambda: center.letter(sent))["receivers"] == ["amy", "bob"]
    with pytest.raises(HsafError, match="没有这条消息"):
        worker.ask("carl", lambda: center.letter(sent))


def test_a_letter_goes_to_people_who_work_here(worker: Worker, center: MessageCenter) -> None:
    worker.as_("amy", lambda: worker.user.disable_account("bob2"))
    for receivers, code in (
        ("bob2", "message.receiver_unknown"),
        ("", "message.receiver_missing"),
        (" ".join(f"a{number}" for number in range(201)), "message.receivers_many"),
    ):
        with pytest.raises(HsafError) as caught:
            worker.as_("amy", lambda receivers=receivers: center.send("mail", receivers, "题"))
        assert caught.value.code == code


def test_a_topic_reaches_its_subscribers_once(worker: Worker, center: MessageCenter) -> None:
    for _ in range(2):
        worker.as_("bob", lambda: center.subscribe("policy"))
    assert worker.harness.write(lambda: center.publish("policy", "发布", "")) == 1
    assert worker.harness.write(lambda: center.publish("other", "发布", "")) == 0
    assert worker.ask("bob", center.counts)["message"] == 1
    worker.as_("bob", lambda: center.read_all("message"))
    assert worker.ask("bob", center.counts)["message"] == 0


def test_articles_stand_in_columns_that_exist(worker: Worker, center: MessageCenter) -> None:
    with pytest.raises(HsafError, match="没有栏目"):
        worker.as_("amy", lambda: center.publish_article("news", "题", "文"))
    worker.as_("amy", lambda: center.save_column("news", "新闻"))
    worker.as_("amy", lambda: center.publish_article("news", "题", "文"))
    (row,) = worker.ask("bob", lambda: center.articles(ALL, "news")).rows
    assert worker.ask("bob", lambda: center.article(row["article_id"]))["body"] == "文"
    with pytest.raises(HsafError, match="还有文章"):
        worker.as_("amy", lambda: center.remove_column("news"))


class Channel:
    """A push channel that fails the first time it is asked for an account."""

    def __init__(self, *failing: str) -> None:
        self.failing = set(failing)
        self.sent: list[PushMessage] = []

    def send(self, message: PushMessage) -> None:
        if message.account in self.failing:
            self.failing.remove(message.account)
            raise PushFailed
        self.sent.append(message)


def test_what_is_told_is_pushed_to_who_is_enabled_with_its_title_only(worker: Worker, center: MessageCenter) -> None:
    worker.as_("amy", lambda: worker.user.change_own_profile("13900000001", "amy@example.org"))
    worker.as_("amy", lambda: worker.user.disable_account("bob2"))
    sent = worker.as_("bob", lambda: center.send("mail", "amy bob", "月报", "请查收"))["letter_id"]
    channel = Channel("bob")
    pushing = Pushing(LetterRepository(), worker.user, worker.harness.pipeline, channel)
    with entered(worker.harness.context()):
        with pytest.raises(PushFailed):
            pushing.told("E1", {"letter_id": sent})
        pushing.told("E1", {"letter_id": sent})
        pushing.told("E2", {"letter_id": "LTnone"})
    first, *_ = channel.sent
    assert (first.id, first.title, first.phone, first.email) == (
        f"{sent}:amy",
        "月报",
        "13900000001",
        "amy@example.org",
    )
    assert [one.id for one in channel.sent] == [f"{sent}:amy", f"{sent}:amy", f"{sent}:bob"]
