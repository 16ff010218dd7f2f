"""Creates, reads, changes and removes stubs."""

from calls import create, matches, send
from wiremock.client import (
    BasicAuthCredentials,
    HttpMethods,
    InvalidInputException,
    Mapping,
    MappingResponse,
    Mappings,
    NotFoundException,
    WireMockMatchers,
)

UNKNOWN = "31111111-1111-4111-8111-111111111111"


def test_create_mapping():
    created = create(response={"status": 201, "body": "text"}, priority=1, persistent=False)
    assert created.id and created.priority == 1
    assert created.request.url == "/x" and created.response.body == "text"
    response = send()
    assert (response.status_code, response.text) == (201, "text")


def test_retrieve_mappings():
    created = create()
    listed = Mappings.retrieve_all_mappings()
    assert listed.meta.total == 1 and listed.mappings[0].id == created.id
    assert Mappings.retrieve_mapping(created).request.url == "/x"
    assert Mappings.retrieve_all_mappings({"limit": 0}).mappings == []


def test_update_mapping():
    created = create(response={"status": 201})
    changed = Mapping(id=created.id, request=created.request, response=MappingResponse(status=202))
    assert Mappings.update_mapping(changed).response.status == 202
    assert send().status_code == 202


def test_delete_mapping():
    created = create()
    Mappings.delete_mapping(created)
    assert not matches()
    create()
    Mappings.delete_all_mappings()
    assert Mappings.retrieve_all_mappings().meta.total == 0


def test_unknown_mapping():
    for call in (Mappings.retrieve_mapping, Mappings.delete_mapping):
        try:
            call(UNKNOWN)
        except NotFoundException:
            continue
        raise AssertionError("expected a 404")


def test_invalid_mapping():
    try:
        create(request={"url_path_pattern": "["})
    except InvalidInputException:
        return
    raise AssertionError("expected a 422")


def test_delete_mapping_by_metadata():
    create(metadata={"some": {"key": "a"}})
    create(request={"url": "/y"})
    Mappings.delete_mapping_by_metadata({"matchesJsonPath": {"expression": "$.some.key", "equalTo": "a"}})
    assert [mapping.request.url for mapping in Mappings.retrieve_all_mappings().mappings] == ["/y"]


def test_persist_and_reset_mappings():
    create()
    assert Mappings.persist_mappings().status_code == 200
    create(request={"url": "/y"})
    assert Mappings.reset_mappings().status_code == 200
    assert [mapping.request.url for mapping in Mappings.retrieve_all_mappings().mappings] == ["/x"]
    Mappings.delete_all_mappings()
    assert Mappings.persist_mappings().status_code == 200


def test_matchers():
    create(
        request={
            "method": HttpMethods.ANY,
            "url": None,
            "url_path": "/x",
            "headers": {"X-One": {WireMockMatchers.CONTAINS: "a"}},
            "query_parameters": {"q": {WireMockMatchers.MATCHES: "1.*"}},
            "cookies": {"session": {WireMockMatchers.EQUAL_TO: "c"}},
            "basic_auth_credentials": BasicAuthCredentials(username="u", password="p"),
            "body_patterns": [
                {WireMockMatchers.EQUAL_TO_JSON: '{"a":[1,2]}', WireMockMatchers.IGNORE_ARRAY_ORDER: True},
                {WireMockMatchers.MATCHES_JSON_PATH: "$.a"},
            ],
        }
    )
    options = {"headers": {"X-One": "bab", "Cookie": "session=c"}, "auth": ("u", "p"), "data": '{"a":[2,1]}'}
    assert matches("POST", "/x?q=12", **options)
    assert not matches("POST", "/x?q=2", **options)


def test_equal_to_xml():
    create(request={"method": "POST", "body_patterns": [{WireMockMatchers.EQUAL_TO_XML: "<a/>"}]})
    assert matches("POST", data="<a />")
