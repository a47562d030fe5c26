"""The OpenAPI document against the server: schemathesis finds no failure and no answer that is not in the document."""

import os
import re

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi

WHAT_HOLDS = (
    checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
    openapi.response_headers_conformance,
    openapi.negative_data_rejection,
    openapi.ignored_auth,
    openapi.unsupported_method,
)
"""Not `positive_data_acceptance`: a question without a letter fits the document and is refused all the same."""

ADDRESSES = {
    ("POST", "/api/ask"),
    ("GET", "/api/search"),
    ("GET", "/api/articles/{article_id}"),
    ("POST", "/api/verify"),
    ("GET", "/v1/models"),
    ("POST", "/v1/chat/completions"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
}
TAKES_NOTHING = ("/healthz", "/readyz")
EXAMPLES = int(os.environ.get("ECQA_TEST_EXAMPLES", "15"))
"""Requests for each address that fit the document, and as many that do not."""


@pytest.fixture(scope="module")
def described(locked):
    """The document of a server that needs a key, and the key."""
    site, key = locked
    return schemathesis.openapi.from_url(f"{site.url}/api/openapi.json"), {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [(*address, mode) for address in sorted(ADDRESSES) for mode in GenerationMode if mode.is_positive or address[1] not in TAKES_NOTHING],
)
def test_every_answer_is_in_the_document(described, method, path, mode):
    schema, headers = described
    operation = schema[path][method]
    seen = []

    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case):
        reply = case.call(headers=headers, timeout=60)
        too_large = reply.status_code == 413  # as good a refusal as those that schemathesis has in mind
        case.validate_response(reply, checks=WHAT_HOLDS, excluded_checks=[openapi.negative_data_rejection] if too_large else [])
        seen.append(reply.status_code)

    holds()
    assert seen


def test_every_address_is_described_with_examples(locked):
    site, _ = locked
    described = httpx.get(f"{site.url}/api/openapi.json", trust_env=False).json()
    addresses = {(method.upper(), path) for path, operations in described["paths"].items() for method in operations}
    assert addresses == ADDRESSES
    for name in ("AskIn", "Answer", "VerifyIn", "ChatIn", "Completion"):
        assert described["components"]["schemas"][name]["examples"], name
    for operations in described["paths"].values():
        for operation in operations.values():
            assert {"429", "500"} <= set(operation["responses"])
            assert operation["summary"]
            for status, answer in operation["responses"].items():
                if not status.startswith("2"):
                    assert list(answer["content"]) == ["application/problem+json"], (operation["operationId"], status)
    missing = {name for name in re.findall(r"#/components/schemas/(\w+)", str(described)) if name not in described["components"]["schemas"]}
    assert missing == set()
