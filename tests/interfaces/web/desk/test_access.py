"""Who sees the desk: nobody until somebody may log in, and then only who did."""

import pytest

from ecqa.interfaces.web.desk.access import COOKIE
from ecqa.storage.accounts import FAILURES
from tests.interfaces.web.desk.conftest import PASSWORD

PAGES = ["evaluate", "scoring", "compare", "gaps", "usage", "corpus", "gaps.csv", "usage/days.csv", "corpus/progress", "runs/x", "sheets/x"]
FORMS = ["runs", "sheets", "gaps/resolve", "gaps/reopen", "gaps/1/gold", "corpus/rebuild", "runs/x/delete", "sheets/x", "logout"]


def test_without_a_user_the_desk_is_off_and_says_how_to_turn_it_on(site):
    browser = site.anybody()
    answer = browser.get("/desk")
    assert (answer.status_code, answer.url.path) == (403, "/desk/login")
    assert "ecqa user add" in answer.text
    assert "<form" not in answer.text
    assert browser.post("/desk/login", data={"name": "admin", "password": "admin"}).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_no_page_is_shown_without_a_session(module_site, page):
    module_site.storage.accounts.save("editor", PASSWORD)
    browser = module_site.anybody()
    for cookie in (None, "forged"):
        if cookie:
            browser.cookies.set(COOKIE, cookie)
        answer = browser.get(f"/desk/{page}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/login")


@pytest.mark.parametrize("form", FORMS)
def test_no_form_is_taken_without_the_sessions_own_secret(module_site, form):
    client, other = module_site.client(), module_site.client("other")
    assert module_site.anybody().post(f"/desk/{form}", follow_redirects=False).status_code == 303
    for csrf in ("", "x", other.csrf, "é"):
        client.http.cookies.set("x", "y")
        assert client.http.post(f"/desk/{form}", data={"csrf": csrf}, follow_redirects=False).status_code == 403


def test_no_form_is_taken_from_another_site(module_site):
    client = module_site.client()
    for site in ("cross-site", "same-site"):
        headers = {"sec-fetch-site": site}
        assert client.http.post("/desk/corpus/rebuild", data={"csrf": client.csrf}, headers=headers).status_code == 403
        stranger = module_site.anybody()
        assert stranger.post("/desk/login", data={"name": "editor", "password": PASSWORD}, headers=headers).status_code == 403
        assert COOKIE not in stranger.cookies


def test_the_cookie_is_kept_from_scripts_and_other_sites(module_site):
    module_site.storage.accounts.save("editor", PASSWORD)
    answer = module_site.anybody().post("/desk/login", data={"name": "editor", "password": PASSWORD}, follow_redirects=False)
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith(COOKIE))
    assert {"HttpOnly", "SameSite=strict", "Path=/desk"} <= set(cookie.split("; "))


def test_a_wrong_password_and_then_a_locked_name_are_told_so(site):
    site.storage.accounts.save("editor", PASSWORD)
    browser = site.anybody()
    for _ in range(FAILURES):
        answer = browser.post("/desk/login", data={"name": "editor", "password": "<script>wrong"})
        assert answer.status_code == 403
        assert "名字或密码不对。" in answer.text
        assert "wrong" not in answer.text
    answer = browser.post("/desk/login", data={"name": "editor", "password": PASSWORD})
    assert answer.status_code == 429
    assert "登录失败次数太多，请在 15 分钟后再试。" in answer.text
    browser.post("/desk/login", data={"name": "a password in the wrong field", "password": "x"})
    acts = [(entry.person, entry.act) for entry in site.storage.audit.last()]
    assert acts == [("?", "login-failed"), ("editor", "login-locked"), *[("editor", "login-failed")] * FAILURES]


def test_logging_out_ends_the_session_on_the_server(module_site):
    client = module_site.client()
    token = client.http.cookies[COOKIE]
    assert client.post("/desk/logout") == "/desk/login"
    client.http.cookies.set(COOKIE, token, domain="127.0.0.1", path="/desk")
    client.get("/desk/evaluate", 303, follow_redirects=False)


def test_what_is_not_there_is_a_page_in_words_and_elsewhere_what_it_was(module_site):
    client = module_site.client()
    for path in ("/desk/runs/none", "/desk/sheets/none", "/desk/gaps/7/gold", "/desk/gaps/x/gold", "/desk/compare?first=x&second=y"):
        assert "没有这个页面，或者它已被删除。" in client.get(path, 404).text
    assert client.get("/desk/static/../access.py", 404).status_code == 404
    assert client.get("/desk/static/desk.css").headers["content-type"] == "text/css; charset=utf-8"


def test_the_desk_speaks_the_browsers_language(module_site):
    client = module_site.client()
    assert '<html lang="en">' in client.page("/desk/evaluate", headers={"accept-language": "fr,en;q=0.8,zh;q=0.7"})
    assert "A new run" in client.page("/desk/evaluate", headers={"accept-language": "en-GB"})
    assert "新的评测" in client.page("/desk/evaluate", headers={"accept-language": "fr"})
