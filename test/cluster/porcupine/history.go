package main

import (
	"math"
	"sort"

	"github.com/anishathalye/porcupine"
)

// history is one file: the guids that a sandbox assigns, in order, and what the clients saw.
type history struct {
	Guids      []string    `json:"guids"`
	Operations []operation `json:"operations"`
}

// operation is one request and its response. Status 0 says that the outcome is not known.
type operation struct {
	Client  int    `json:"client"`
	Sandbox string `json:"sandbox"`
	Replica string `json:"replica"`
	Op      string `json:"op"`
	Call    int64  `json:"call"`
	Return  int64  `json:"return"`

	Guid       string  `json:"guid"`
	Identifier string  `json:"identifier"`
	Metadata   *string `json:"metadata"`
	IsDisabled *bool   `json:"is_disabled"`
	Revision   int     `json:"revision"`

	Status int    `json:"status"`
	User   *user  `json:"user"`
	Users  []user `json:"users"`
	Total  int    `json:"total"`
	// Present is the revision after an undo or a reset, or of a history, and Count the number of users.
	Present int           `json:"present"`
	Count   int           `json:"count"`
	Changes []shownChange `json:"changes"`
}

type shownChange struct {
	Revision  int    `json:"revision"`
	Operation string `json:"operation"`
	Key       string `json:"key"`
	// After is empty if no user was added or changed.
	After user `json:"after"`
}

// bySandbox splits a history: sandboxes are independent.
func bySandbox(all []porcupine.Operation) [][]porcupine.Operation {
	of := map[string][]porcupine.Operation{}
	for _, each := range all {
		name := each.Input.(*operation).Sandbox
		of[name] = append(of[name], each)
	}
	names := make([]string, 0, len(of))
	for name := range of {
		names = append(names, name)
	}
	sort.Strings(names)
	parts := make([][]porcupine.Operation, 0, len(of))
	for _, name := range names {
		parts = append(parts, of[name])
	}
	return parts
}

// operationsOf converts a history. An operation whose outcome is not known may happen at any later time. Each sandbox has one more
// operation, its end: it comes after those whose outcome is known.
func operationsOf(all []operation) []porcupine.Operation {
	operations := make([]porcupine.Operation, 0, len(all))
	ends := map[string]int64{}
	for i := range all {
		each := &all[i]
		end := each.Return
		if each.Status == 0 {
			end = math.MaxInt64
		}
		ends[each.Sandbox] = max(ends[each.Sandbox], each.Return+1)
		operations = append(operations, porcupine.Operation{ClientId: each.Client, Input: each, Call: each.Call, Return: end})
	}
	for sandbox, time := range ends {
		end := &operation{Sandbox: sandbox, Op: "end", Status: 200}
		operations = append(operations, porcupine.Operation{Input: end, Call: time, Return: math.MaxInt64})
	}
	return operations
}
