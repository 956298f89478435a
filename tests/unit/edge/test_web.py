"""The web front end as the edge serves it."""

from __future__ import annotations

import gzip

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from hsaf.edge.web import Web

PAGE = "<!doctype html><title>门户</title>" + "<p>内容</p>" * 200
SCRIPT = "console.log('门户')\n" * 100


@pytest.fixture
def web(tmp_path):
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE, "utf-8")
    (folder / "assets" / "main-4f2a.js").write_text(SCRIPT, "utf-8")
    (folder / "icon.svg").write_text("<svg/>", "utf-8")
    (folder / ".built").write_text("", "utf-8")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    return Web(folder)


def ask(web, path, **headers):
    return web.serve(Request(EnvironBuilder(path, headers=headers).get_environ()))


def test_every_path_of_the_application_shows_the_application(web):
    for path in ("/app/", "/app/login", "/app/f/base_information.expert", "/app/.built"):
        answer = ask(web, path)

        assert answer.get_data(as_text=True) == PAGE
        assert answer.content_type == "text/html; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_assets_named_by_their_content_are_kept_for_good(web):
    answer = ask(web, "/app/assets/main-4f2a.js")

    assert answer.get_data(as_text=True) == SCRIPT
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_asset_of_an_older_build_is_not_answered_with_a_page(web):
    with pytest.raises(NotFound):
        ask(web, "/app/assets/main-0000.js")


def test_texts_are_sent_compressed_to_who_takes_it(web):
    answer = ask(web, "/app/assets/main-4f2a.js", **{"Accept-Encoding": "gzip, br"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.get_data()).decode() == SCRIPT
    assert "Content-Encoding" not in ask(web, "/app/icon.svg", **{"Accept-Encoding": "gzip"}).headers


def test_a_browser_that_has_the_page_is_told_so(web):
    first = ask(web, "/app/")

    assert ask(web, "/app/login", **{"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_nothing_outside_the_folder_is_served(web):
    for path in ("/app/../secret.txt", "/app/assets/../../secret.txt", "/app/%2e%2e/secret.txt"):
        try:
            answer = ask(web, path)
        except NotFound:
            continue
        assert answer.get_data(as_text=True) == PAGE


def test_a_machine_without_the_pages_says_not_found(tmp_path):
    web = Web(tmp_path)

    assert not web.built
    with pytest.raises(NotFound):
        ask(web, "/app/")
