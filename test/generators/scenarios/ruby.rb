# Clients of openapi-generator for Ruby.
require 'json'
require 'uri'
require 'atms'
require 'atrium'

url = URI(ARGV[0])

def check(is_ok, what)
  raise what unless is_ok
end

# The body of an error response.
def failure(type)
  yield
  raise 'expected an error'
rescue type => error
  JSON.parse(error.response_body)
end

configuration = Atrium::Configuration.new do |config|
  config.scheme = url.scheme
  config.host = "#{url.host}:#{url.port}"
  config.server_index = nil
  config.api_key = { 'MX-API-Key' => 'test-api-key', 'MX-Client-ID' => 'test-client-id' }
end
users = Atrium::AtriumUsersApi.new(Atrium::ApiClient.new(configuration))
page = users.atrium_list_users(page: 2, records_per_page: 10)
check(page.pagination.current_page == 2 && page.users.length == 10, 'page two')
body = { user: { identifier: 'generated' } }
guid = users.atrium_create_user(body).user.guid
taken = failure(Atrium::ApiError) { users.atrium_create_user(body) }
check(taken['error']['status'] == 'conflict', 'a duplicate')
check(users.atrium_update_user(guid, { user: { is_disabled: true } }).user.is_disabled, 'disabled')
users.atrium_delete_user(guid)
gone = failure(Atrium::ApiError) { users.atrium_read_user(guid) }
check(gone['error']['status'] == 'not_found', 'a deleted user')

configuration = Atms::Configuration.new do |config|
  config.scheme = url.scheme
  config.host = "#{url.host}:#{url.port}"
  config.server_index = nil
  config.api_key = { 'token' => 'test-token' }
end
users = Atms::AtmsUsersApi.new(Atms::ApiClient.new(configuration))
check(users.atms_list_users.length == 260, 'the list')
definition = Atms::AtmsUserDefinition.new(username: 'generated', display_name: 'New', user_group_name: 'Operators')
users.atms_create_user(definition)
again = failure(Atms::ApiError) { users.atms_create_user(definition) }
check(again['Message'].include?('already exists'), 'a duplicate')
definition.display_name = 'Newer'
users.atms_update_user('generated', definition)
users.atms_disable_user('generated')
read = users.atms_read_user('generated')
check(read.display_name == 'Newer' && read.is_account_disabled, 'the update')
users.atms_delete_user('generated')
missing = failure(Atms::ApiError) { users.atms_read_user('generated') }
check(missing['Message'].include?('was not found'), 'a deleted user')
