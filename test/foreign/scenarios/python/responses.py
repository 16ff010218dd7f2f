"""Responses of stubs, their delays and faults, scenarios and settings."""

import requests
from calls import create, send, url
from wiremock.client import DelayDistribution, DelayDistributionMethods, GlobalSettings, ResponseFaultType, Scenarios
from wiremock.resources.settings import GlobalSetting


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
