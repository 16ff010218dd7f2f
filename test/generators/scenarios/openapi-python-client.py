"""Clients of openapi-python-client."""
import sys

import atms
import atrium
from atms.api.atms_users import (
    atms_create_user,
    atms_delete_user,
    atms_disable_user,
    atms_list_users,
    atms_read_user,
    atms_update_user,
)
from atms.models import AtmsUserDefinition
from atrium.api.atrium_users import (
    atrium_create_user,
    atrium_delete_user,
    atrium_list_users,
    atrium_read_user,
    atrium_update_user,
)
from atrium.models import AtriumUserInput, AtriumUserRequestBody

base_url = sys.argv[1]

keys = {"MX-API-Key": "test-api-key", "MX-Client-ID": "test-client-id"}
client = atrium.Client(base_url=base_url, headers=keys)
page = atrium_list_users.sync(client=client, page=2, records_per_page=10)
assert page.pagination.current_page == 2 and len(page.users) == 10
body = AtriumUserRequestBody(user=AtriumUserInput(identifier="generated"))
guid = atrium_create_user.sync(client=client, body=body).user.guid
assert atrium_create_user.sync(client=client, body=body).error.status == "conflict"
disabled = AtriumUserRequestBody(user=AtriumUserInput(is_disabled=True))
assert atrium_update_user.sync(guid, client=client, body=disabled).user.is_disabled
assert atrium_delete_user.sync_detailed(guid, client=client).status_code == 204
assert atrium_read_user.sync(guid, client=client).error.status == "not_found"

client = atms.Client(base_url=base_url, headers={"token": "test-token"})
assert len(atms_list_users.sync(client=client)) == 260
definition = AtmsUserDefinition(username="generated", display_name="New", user_group_name="Operators")
assert atms_create_user.sync_detailed(client=client, body=definition).status_code == 204
assert "already exists" in atms_create_user.sync(client=client, body=definition).message
definition.display_name = "Newer"
assert atms_update_user.sync_detailed("generated", client=client, body=definition).status_code == 204
assert atms_disable_user.sync_detailed("generated", client=client).status_code == 204
read = atms_read_user.sync("generated", client=client)
assert read.display_name == "Newer" and read.is_account_disabled
assert atms_delete_user.sync_detailed("generated", client=client).status_code == 204
assert "was not found" in atms_read_user.sync("generated", client=client).message
