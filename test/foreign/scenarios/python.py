"""What the tests of python-wiremock cover, with its public API."""

import sys
import traceback

import requests
from wiremock.client import (
    BasicAuthCredentials,
    DelayDistribution,
    DelayDistributionMethods,
    GlobalSettings,
    HttpMethods,
    InvalidInputException,
    Mapping,
    MappingRequest,
    MappingResponse,
    Mappings,
    NearMisses,
    NearMissMatchPatternRequest,
    NearMissMatchRequest,
    NotFoundException,
    Requests,
    ResponseFaultType,
    Scenarios,
    WireMockMatchers,
)
from wiremock.constants import Config
from wiremock.resources.settings import GlobalSetting

url = sys.argv[1]
Config.base_url = f"{url}/__admin"
UNKNOWN = "31111111-1111-4111-8111-111111111111"


def create(request=None, response=None, **members):
    request = MappingRequest(**{"method": HttpMethods.GET, "url": "/x", **(request or {})})
    return Mappings.create_mapping(Mapping(request=request, response=MappingResponse(**(response or {})), **members))


def send(method="GET", path="/x", **options):
    return requests.request(method, url + path, timeout=10, **options)


def matches(*args, **options):
    """The stub that matched responds; without one, the emulated APIs do."""
    return "matched-stub-id" in send(*args, **options).headers


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


def test_responses():
    create(response={"json_body": {"a": 1}, "headers": {"X-Two": "b"}, "status_message": "Fine"})
    response = send()
    assert (response.json(), response.headers["x-two"], response.reason) == ({"a": 1}, "b", "Fine")
    create(response={"base64_body": "Ynl0ZXM="})
    assert send().content == b"bytes"


def test_template():
    template = {"body": "{{request.method}} {{parameters.a}}", "transformers": ["response-template"]}
    create(response={**template, "transformer_parameters": {"a": "b"}})
    assert send().text == "GET b"


def test_body_file():
    requests.put(f"{url}/__admin/files/a.txt", data="from a file", timeout=10).raise_for_status()
    create(response={"body_file_name": "a.txt"})
    assert send().text == "from a file"


def test_delays():
    for delay in (
        {"fixed_delay_milliseconds": 50},
        {"delay_distribution": DelayDistribution(distribution_type=DelayDistributionMethods.UNIFORM, lower=50, upper=60)},
        {"delay_distribution": DelayDistribution(distribution_type=DelayDistributionMethods.LOG_NORMAL, median=60.0, sigma=0.01)},
    ):
        create(response=delay)
        assert send().elapsed.total_seconds() >= 0.045, delay


def test_faults():
    for fault in (
        ResponseFaultType.EMPTY_RESPONSE,
        ResponseFaultType.MALFORMED_RESPONSE_CHUNK,
        ResponseFaultType.RANDOM_DATA_THEN_CLOSE,
    ):
        create(response={"fault": fault})
        try:
            send()
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
            continue
        raise AssertionError(f"no error with {fault}")


def test_proxy():
    create(response={"proxy_base_url": url})


def test_received_requests():
    create()
    send()
    send("POST", "/none?a=1", data="body")
    received = Requests.get_all_received_requests(parameters={})
    assert received.meta.total == 2 and received.request_journal_disabled is False
    newest, oldest = received.requests
    assert (newest.request.url, newest.request.method, newest.request.body) == ("/none?a=1", "POST", "body")
    assert newest.response_definition.from_configured_stub is False
    assert Requests.get_request(oldest.id).request.url == "/x"
    assert len(Requests.get_all_received_requests(limit=1, parameters={}).requests) == 1
    assert len(Requests.get_all_received_requests(since="2100-01-01T00:00:00Z", parameters={}).requests) == 0


def test_counted_and_found_requests():
    for path in ("/x?n=1", "/x?n=2", "/y"):
        send(path=path)
    pattern = NearMissMatchPatternRequest(method="GET", url_path="/x")
    assert Requests.get_matching_request_count(pattern).count == 2
    assert [request.url for request in Requests.get_matching_requests(pattern).requests] == ["/x?n=1", "/x?n=2"]


def test_unmatched_requests():
    create()
    send()
    send(path="/xx")
    assert [request.url for request in Requests.get_unmatched_requests().requests] == ["/xx"]
    (near,) = Requests.get_unmatched_requests_near_misses().near_misses
    assert near.request.url == "/xx" and 0 < near.match_result.distance < 1


def test_near_misses():
    create()
    (by_request,) = NearMisses.find_nearest_misses_by_request(NearMissMatchRequest(url="/xx", method="GET")).near_misses
    assert by_request.request.url == "/xx"
    send(path="/xx")
    pattern = NearMissMatchPatternRequest(url="/x", method="GET")
    (by_pattern,) = NearMisses.find_nearest_misses_by_request_pattern(pattern).near_misses
    assert by_pattern.request.url == "/xx" and by_pattern.match_result.distance > 0


def test_reset_of_requests():
    send()
    requests.delete(f"{url}/__admin/requests", timeout=10).raise_for_status()
    assert Requests.get_all_received_requests(parameters={}).meta.total == 0


def test_scenarios():
    create(response={"status": 201}, scenario_name="s", required_scenario_state="Started", new_scenario_state="two")
    create(response={"status": 202}, scenario_name="s", required_scenario_state="two")
    assert [send().status_code, send().status_code] == [201, 202]
    Scenarios.reset_all_scenarios()
    assert send().status_code == 201


def test_settings():
    create()
    GlobalSettings.update_global_settings(GlobalSetting(fixed_delay=50))
    assert send().elapsed.total_seconds() >= 0.045
    GlobalSettings.update_global_settings(GlobalSetting(fixed_delay=0))


for name, test in list(globals().items()):
    if name.startswith("test_"):
        requests.post(f"{url}/__admin/reset", timeout=10).raise_for_status()
        Mappings.delete_all_mappings()
        try:
            test()
            print(f"ok {name}")
        except Exception:
            print(f"not ok {name}")
            traceback.print_exc()
