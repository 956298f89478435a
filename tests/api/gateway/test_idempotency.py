"""``msgid`` makes every call idempotent (benefit-settlement section 5)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import msgspec

from hsaf.edge.fsi_client import FsiClient
from tests.support.gateway import HOSPITAL, PERSON, WHO, Gateway, admission, registration


def visits(gateway: Gateway) -> int:
    asked = {"psn_no": PERSON["psn_no"], "begntime": "2026-01-01", "endtime": "2026-12-31", "med_type": "21"}
    return len(gateway.ask("5201", {"data": asked})["output"]["mdtrtinfo"])


def test_a_replay_answers_the_same_bytes_and_does_nothing(gateway):
    message = gateway.envelope("2401", admission())
    first = gateway.send(message)
    count = visits(gateway)
    assert [gateway.send(message).body for _ in range(5)] == [first.body] * 5
    assert visits(gateway) == count


def test_eight_impatient_clients_get_one_admission(gateway):
    message, before = gateway.envelope("2401", admission()), visits(gateway)
    with ThreadPoolExecutor(8) as pool:
        bodies = {reply.body for reply in pool.map(lambda _: gateway.send(message), range(24))}
    assert len(bodies) == 1
    assert visits(gateway) == before + 1


def test_reading_transactions_are_replayed_too(gateway):
    message = gateway.envelope("1101", WHO)
    assert gateway.send(message).body == gateway.send(message).body


def test_key_order_and_spacing_do_not_make_another_message(gateway):
    message = gateway.envelope("1101", WHO)
    first = gateway.send(message).body
    assert gateway.send(dict(reversed(message.items()))).body == first
    pretty = msgspec.json.format(msgspec.json.encode(message), indent=4)
    client = FsiClient(gateway.post, f"AK-{HOSPITAL}", f"SK-{HOSPITAL}")
    assert gateway.post(client.headers("1101", "V1.0"), pretty).body == first


def test_another_body_under_the_same_id_is_refused(gateway):
    message = gateway.envelope("2201", registration("MZ7"))
    assert gateway.send(message).answer["infcode"] == 0
    again = gateway.send(message | {"input": registration("MZ8")}).answer
    assert (
        again["err_msg"] == f"[E2201-451] 报文ID {message['msgid']} 已用于另一份内容不同的报文；请更换 msgid 后重新发送"
    )


def test_the_same_id_of_another_institution_is_another_message(gateway):
    message = gateway.envelope("1101", WHO)
    first = gateway.send(message)
    other = gateway.send(message | {"fixmedins_code": "H99010400004"})
    assert other.answer["infcode"] == 0
    assert other.body != first.body


def test_a_refusal_is_not_remembered(gateway):
    wrong = gateway.envelope("2201", registration(psn_name="某某"))
    assert gateway.send(wrong).answer["infcode"] == -1
    assert gateway.send(wrong | {"input": registration()}).answer["infcode"] == 0
