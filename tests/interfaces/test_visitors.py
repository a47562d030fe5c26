"""The cookie by which a browser gets its own things back, and how often it may ask."""

import time
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import Request

from ecqa.errors import QuestionError
from ecqa.interfaces.allowance import BEHIND_ONE_ADDRESS, Allowance
from ecqa.interfaces.visitors import COOKIE, Visitors, address_of, owner_of
from ecqa.messages import Messages

HTML = {"accept": "text/html,*/*"}


def client(base="http://testserver"):
    app = FastAPI()

    @app.get("/")
    def whose(request: Request):
        return {"owner": owner_of(request), "address": address_of(request)}

    return TestClient(Visitors(app), base)


def test_a_browser_gets_a_secret_with_its_first_page_and_keeps_it():
    browser = client()
    first = browser.get("/", headers=HTML)
    assert first.json()["owner"] == ""
    cookie = first.headers["set-cookie"]
    assert [part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Secure")] == [True, True, True, False]
    second = browser.get("/", headers=HTML)
    assert second.json()["owner"] == browser.cookies[COOKIE]
    assert len(second.json()["owner"]) == 32
    assert "set-cookie" not in second.headers


def test_over_https_the_cookie_stays_there_and_two_browsers_have_two():
    browsers = [client("https://testserver") for _ in range(2)]
    cookies = [browser.get("/", headers=HTML).headers["set-cookie"] for browser in browsers]
    assert all("Secure" in cookie for cookie in cookies)
    assert browsers[0].cookies[COOKIE] != browsers[1].cookies[COOKIE]


def test_what_is_no_page_gets_no_cookie():
    assert "set-cookie" not in client().get("/", headers={"accept": "image/png"}).headers


@pytest.mark.parametrize("forged", ["x", "", "a" * 31, "a" * 33, "../../etc/passwd-aaaaaaaaaaaaaaaa", "a" * 31 + "'", "é" * 32])
def test_a_forged_secret_counts_as_none(forged):
    request = SimpleNamespace(headers={"cookie": f"{COOKIE}={forged}; other=1"})
    assert owner_of(request) == ""


def test_who_asks_too_fast_is_told_how_long_to_wait():
    allowance = Allowance(3)
    for _ in range(3):
        allowance.take("anna", "10.0.0.1")
    with pytest.raises(QuestionError) as caught:
        allowance.take("anna", "10.0.0.1")
    assert caught.value.key == "too-many-questions"
    assert 55 <= caught.value.values["seconds"] <= 60
    words = Messages("zh").error(caught.value)
    assert words == f"提问太频繁了，请在 {caught.value.values['seconds']} 秒后再试。"
    allowance.take("bela", "10.0.0.1")


def test_throwing_the_cookie_away_helps_only_so_far():
    allowance = Allowance(2)
    for number in range(2 * BEHIND_ONE_ADDRESS):
        allowance.take(f"cookie-{number}", "10.0.0.1")
    with pytest.raises(QuestionError, match="too-many-questions"):
        allowance.take("another", "10.0.0.1")
    allowance.take("another", "10.0.0.2")


def test_without_a_cookie_the_address_counts():
    allowance = Allowance(1)
    allowance.take("", "10.0.0.1")
    with pytest.raises(QuestionError, match="too-many-questions"):
        allowance.take("", "10.0.0.1")


def test_after_a_minute_one_may_ask_again(monkeypatch):
    allowance = Allowance(1)
    allowance.take("anna", "10.0.0.1")
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    allowance.take("anna", "10.0.0.1")
