// Clients of openapi-generator for Go.
package main

import (
	"context"
	"os"
	"strings"

	"scenario/atms"
	"scenario/atrium"
)

func check(ok bool, what string) {
	if !ok {
		panic(what)
	}
}

func succeeds(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	url := os.Args[1]
	atriumUsers(url)
	atmsUsers(url)
}

func atriumUsers(url string) {
	configuration := atrium.NewConfiguration()
	configuration.Servers = atrium.ServerConfigurations{{URL: url}}
	users := atrium.NewAPIClient(configuration).AtriumUsersAPI
	keys := map[string]atrium.APIKey{"apiKey": {Key: "test-api-key"}, "clientId": {Key: "test-client-id"}}
	as := context.WithValue(context.Background(), atrium.ContextAPIKeys, keys)
	status := func(err error) string {
		return err.(*atrium.GenericOpenAPIError).Model().(atrium.AtriumErrorBody).Error.Status
	}

	page, _, err := users.AtriumListUsers(as).Page(2).RecordsPerPage(10).Execute()
	succeeds(err)
	check(page.Pagination.CurrentPage == 2 && len(page.Users) == 10, "page two")
	input := atrium.NewAtriumUserInput()
	input.SetIdentifier("generated")
	body := *atrium.NewAtriumUserRequestBody(*input)
	created, _, err := users.AtriumCreateUser(as).AtriumUserRequestBody(body).Execute()
	succeeds(err)
	_, _, err = users.AtriumCreateUser(as).AtriumUserRequestBody(body).Execute()
	check(status(err) == "conflict", "a duplicate")
	disable := atrium.NewAtriumUserInput()
	disable.SetIsDisabled(true)
	guid := created.User.Guid
	body = *atrium.NewAtriumUserRequestBody(*disable)
	updated, _, err := users.AtriumUpdateUser(as, guid).AtriumUserRequestBody(body).Execute()
	succeeds(err)
	check(updated.User.IsDisabled, "disabled")
	_, err = users.AtriumDeleteUser(as, guid).Execute()
	succeeds(err)
	_, _, err = users.AtriumReadUser(as, guid).Execute()
	check(status(err) == "not_found", "a deleted user")
}

func atmsUsers(url string) {
	configuration := atms.NewConfiguration()
	configuration.Servers = atms.ServerConfigurations{{URL: url}}
	users := atms.NewAPIClient(configuration).AtmsUsersAPI
	keys := map[string]atms.APIKey{"token": {Key: "test-token"}}
	as := context.WithValue(context.Background(), atms.ContextAPIKeys, keys)
	message := func(err error) string {
		return err.(*atms.GenericOpenAPIError).Model().(atms.AtmsErrorBody).Message
	}

	list, _, err := users.AtmsListUsers(as).Execute()
	succeeds(err)
	check(len(list) == 260, "the list")
	definition := *atms.NewAtmsUserDefinition("generated", "New", "Operators")
	_, err = users.AtmsCreateUser(as).AtmsUserDefinition(definition).Execute()
	succeeds(err)
	_, err = users.AtmsCreateUser(as).AtmsUserDefinition(definition).Execute()
	check(strings.Contains(message(err), "already exists"), "a duplicate")
	definition.DisplayName = "Newer"
	_, err = users.AtmsUpdateUser(as, "generated").AtmsUserDefinition(definition).Execute()
	succeeds(err)
	_, err = users.AtmsDisableUser(as, "generated").Execute()
	succeeds(err)
	read, _, err := users.AtmsReadUser(as, "generated").Execute()
	succeeds(err)
	check(read.DisplayName == "Newer" && read.IsAccountDisabled, "the update")
	_, err = users.AtmsDeleteUser(as, "generated").Execute()
	succeeds(err)
	_, _, err = users.AtmsReadUser(as, "generated").Execute()
	check(strings.Contains(message(err), "was not found"), "a deleted user")
}
