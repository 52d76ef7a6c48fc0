"""The description: valid OpenAPI 3.1, complete, and a page that needs no script."""

import re

import pytest
from client import text_of
from jsonschema import Draft202012Validator


@pytest.fixture
def described(client):
    answer = client.get("/api/openapi.json")
    assert answer.mimetype == "application/json"
    return answer.json


def test_every_operation_is_described(app, described):
    rules = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api.give_token"
        for method in rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }
    assert described["openapi"] == "3.1.0"
    assert {(path, m) for path, ms in described["paths"].items() for m in ms} == rules


def test_its_shapes_are_json_schema_and_its_references_lead_somewhere(described):
    shapes = described["components"]["schemas"]
    for shape in shapes.values():
        Draft202012Validator.check_schema(shape)
        assert "nullable" not in str(shape)
    references = re.findall(r"#/components/schemas/(\w+)", str(described))
    assert set(references) == set(shapes)


def test_the_page_shows_every_operation_and_loads_nothing_from_elsewhere(client, described):
    answer = client.get("/api/docs")
    page = answer.get_data(as_text=True)
    for path, methods in described["paths"].items():
        for method, raw in methods.items():
            assert f"{method.upper()} {path}" in text_of(answer)
            assert raw["summary"] in text_of(answer)
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
    assert "elp_…" in page
