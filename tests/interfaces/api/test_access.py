"""Who is let in: this machine as long as there are no keys, then keys alone, for what they are good for, and not too often."""

import pytest

from tests.interfaces.site import FUND

QUERY = {"q": "电商"}


def code(reply):
    return (reply.status_code, reply.json().get("code"))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, (200, None)),
        ({"authorization": "Bearer whatever"}, (200, None)),
        ({"host": "localhost:1234"}, (200, None)),
        ({"host": "[::1]:80"}, (200, None)),
        ({"host": "rebound.example.org"}, (401, "api-closed")),
        ({"x-forwarded-for": "203.0.113.9"}, (401, "api-closed")),
        ({"x-forwarded-for": "127.0.0.1"}, (401, "api-closed")),
        ({"x-real-ip": "127.0.0.1"}, (401, "api-closed")),
        ({"forwarded": "for=127.0.0.1"}, (401, "api-closed")),
    ],
)
def test_without_keys_only_programs_of_this_machine_are_let_in(site, headers, expected):
    with site.client() as client:
        assert code(client.get("/api/search", params=QUERY, headers=headers)) == expected


def test_without_keys_a_server_that_listens_elsewhere_lets_nobody_in_and_says_so(open_site, caplog):
    with open_site(host="0.0.0.0") as site, site.client() as client:  # it is bound to the loopback here
        assert [record.getMessage()[:20] for record in caplog.records if record.name == "ecqa.interfaces.api.opened"] == [
            "正在 0.0.0.0 上提供服务，但还没"
        ]
        replies = [client.get("/api/search", params=QUERY), client.get("/v1/models"), client.get("/metrics"), client.post("/mcp", json={})]
        assert [code(reply) for reply in replies] == [(401, "api-closed")] * 4
        assert "ecqa key add" in replies[0].json()["detail"]
        assert [client.get(address).status_code for address in ("/healthz", "/readyz", "/")] == [200] * 3
        site.storage.keys.add("shop")
        assert code(client.get("/api/search", params=QUERY)) == (401, "key-needed")


def test_a_key_opens_what_it_is_good_for_until_it_is_revoked(locked):
    site, _ = locked
    finder = site.storage.keys.add("finder", ("search",))
    with site.client(finder) as client:
        assert code(client.get("/api/search", params=QUERY)) == (200, None)
        assert client.get("/api/articles/park").json()["id"] == "park"
        assert [code(client.post("/api/ask", json={"question": FUND})), code(client.get("/metrics"))] == [(403, "key-scope")] * 2
        site.storage.keys.revoke("finder")
        reply = client.get("/api/search", params=QUERY)
    assert (code(reply), reply.headers["www-authenticate"]) == ((401, "key-wrong"), 'Bearer realm="ecqa"')


@pytest.mark.parametrize(
    ("header", "expected"),
    [("", "key-needed"), ("Bearer", "key-needed"), ("Basic eDp5", "key-needed"), ("Bearer ecqa_x", "key-wrong")],
)
def test_with_keys_nobody_gets_in_without_one(locked, header, expected):
    site, _ = locked
    with site.client() as client:
        assert code(client.get("/v1/models", headers={"authorization": header})) == (401, expected)


def test_a_key_and_an_address_may_send_so_many_requests_a_minute(open_site):
    with open_site(api_requests_a_minute=2) as site:
        first, second = (site.storage.keys.add(name) for name in ("first", "second"))
        with site.client(first) as client:
            replies = [client.get("/v1/models") for _ in range(3)]
            assert [reply.status_code for reply in replies] == [200, 200, 429]
            assert 1 <= int(replies[2].headers["retry-after"]) <= 60
            assert replies[2].json()["code"] == "too-many-questions"
            assert client.get("/healthz").status_code == 200
        with site.client(second) as client:
            assert client.get("/v1/models").status_code == 200
        with site.client("ecqa_wrong") as client:
            statuses = [client.get("/v1/models").status_code for _ in range(20)]
        assert statuses[:2] == [401, 401]
        assert statuses[-1] == 429


def test_other_sites_pages_may_call_only_where_that_is_opened(site, open_site):
    asked = {
        "origin": "https://www.example.org",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
    }
    with site.client() as client:
        assert "access-control-allow-origin" not in client.options("/api/ask", headers=asked).headers
        assert "access-control-allow-origin" not in client.get("/v1/models", headers={"origin": "https://www.example.org"}).headers
    with (
        open_site(cors_origins="https://www.example.org https://b.example.org") as opened,
        opened.client() as client,
    ):
        allowed = client.options("/api/ask", headers=asked)
        assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "https://www.example.org")
        assert "access-control-allow-credentials" not in allowed.headers
        other = client.options("/api/ask", headers={**asked, "origin": "https://evil.example.org"})
        assert "access-control-allow-origin" not in other.headers
