"""Clients of openapi-generator for Python."""
import sys

import atms
import atrium

host = sys.argv[1]


def failure(error_type, call, *arguments):
    """The body of an error response."""
    try:
        call(*arguments)
    except error_type as error:
        return error.data
    raise AssertionError("expected an error")


keys = {"apiKey": "test-api-key", "clientId": "test-client-id"}
users = atrium.AtriumUsersApi(atrium.ApiClient(atrium.Configuration(host=host, api_key=keys)))
page = users.atrium_list_users(page=2, records_per_page=10)
assert page.pagination.current_page == 2 and len(page.users) == 10
body = atrium.AtriumUserRequestBody(user=atrium.AtriumUserInput(identifier="generated"))
guid = users.atrium_create_user(body).user.guid
assert failure(atrium.ApiException, users.atrium_create_user, body).error.status == "conflict"
disabled = atrium.AtriumUserRequestBody(user=atrium.AtriumUserInput(is_disabled=True))
assert users.atrium_update_user(guid, disabled).user.is_disabled
users.atrium_delete_user(guid)
assert failure(atrium.ApiException, users.atrium_read_user, guid).error.status == "not_found"

accounts = atms.AtmsUsersApi(atms.ApiClient(atms.Configuration(host=host, api_key={"token": "test-token"})))
assert len(accounts.atms_list_users()) == 260
definition = {"Username": "generated", "DisplayName": "New", "UserGroupName": "Operators"}
accounts.atms_create_user(atms.AtmsUserDefinition(**definition))
again = failure(atms.ApiException, accounts.atms_create_user, atms.AtmsUserDefinition(**definition))
assert "already exists" in again.message
accounts.atms_update_user("generated", atms.AtmsUserDefinition(**{**definition, "DisplayName": "Newer"}))
accounts.atms_disable_user("generated")
read = accounts.atms_read_user("generated")
assert read.display_name == "Newer" and read.is_account_disabled
accounts.atms_delete_user("generated")
assert "was not found" in failure(atms.ApiException, accounts.atms_read_user, "generated").message
