// Clients of oapi-codegen.
package main

import (
	"context"
	"net/http"
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

func value[T any](result T, err error) T {
	if err != nil {
		panic(err)
	}
	return result
}

func pointer[T any](value T) *T {
	return &value
}

func main() {
	url := os.Args[1]
	atriumUsers(url)
	atmsUsers(url)
}

func atriumUsers(url string) {
	authenticate := func(_ context.Context, request *http.Request) error {
		request.Header.Set("MX-API-Key", "test-api-key")
		request.Header.Set("MX-Client-ID", "test-client-id")
		return nil
	}
	client := value(atrium.NewClientWithResponses(url, atrium.WithRequestEditorFn(authenticate)))
	ctx := context.Background()

	params := atrium.AtriumListUsersParams{Page: pointer(2), RecordsPerPage: pointer(10)}
	page := value(client.AtriumListUsersWithResponse(ctx, &params)).ApplicationvndMxAtriumV1JSON200
	check(page.Pagination.CurrentPage == 2 && len(page.Users) == 10, "page two")
	body := atrium.AtriumUserRequestBody{User: atrium.AtriumUserInput{Identifier: pointer("generated")}}
	guid := value(client.AtriumCreateUserWithResponse(ctx, body)).ApplicationvndMxAtriumV1JSON200.User.Guid
	taken := value(client.AtriumCreateUserWithResponse(ctx, body)).ApplicationvndMxAtriumV1JSON409
	check(taken.Error.Status == "conflict", "a duplicate")
	body = atrium.AtriumUserRequestBody{User: atrium.AtriumUserInput{IsDisabled: pointer(true)}}
	updated := value(client.AtriumUpdateUserWithResponse(ctx, guid, body)).ApplicationvndMxAtriumV1JSON200
	check(updated.User.IsDisabled, "disabled")
	check(value(client.AtriumDeleteUserWithResponse(ctx, guid)).StatusCode() == 204, "deleted")
	gone := value(client.AtriumReadUserWithResponse(ctx, guid)).ApplicationvndMxAtriumV1JSON404
	check(gone.Error.Status == "not_found", "a deleted user")
}

func atmsUsers(url string) {
	authenticate := func(_ context.Context, request *http.Request) error {
		request.Header.Set("token", "test-token")
		return nil
	}
	client := value(atms.NewClientWithResponses(url, atms.WithRequestEditorFn(authenticate)))
	ctx := context.Background()

	check(len(*value(client.AtmsListUsersWithResponse(ctx)).JSON200) == 260, "the list")
	definition := atms.AtmsUserDefinition{Username: "generated", DisplayName: "New", UserGroupName: "Operators"}
	check(value(client.AtmsCreateUserWithResponse(ctx, definition)).StatusCode() == 204, "created")
	again := value(client.AtmsCreateUserWithResponse(ctx, definition)).JSON409
	check(strings.Contains(again.Message, "already exists"), "a duplicate")
	definition.DisplayName = "Newer"
	check(value(client.AtmsUpdateUserWithResponse(ctx, "generated", definition)).StatusCode() == 204, "updated")
	check(value(client.AtmsDisableUserWithResponse(ctx, "generated")).StatusCode() == 204, "disabled")
	read := value(client.AtmsReadUserWithResponse(ctx, "generated")).JSON200
	check(read.DisplayName == "Newer" && read.IsAccountDisabled, "the update")
	check(value(client.AtmsDeleteUserWithResponse(ctx, "generated")).StatusCode() == 204, "deleted")
	missing := value(client.AtmsReadUserWithResponse(ctx, "generated")).JSON404
	check(strings.Contains(missing.Message, "was not found"), "a deleted user")
}
