package main

import (
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"sort"

	"github.com/anishathalye/porcupine"
)

// user is one version of a user. It is never changed.
type user struct {
	Guid       string `json:"guid"`
	Identifier string `json:"identifier"`
	Metadata   string `json:"metadata"`
	IsDisabled bool   `json:"is_disabled"`
}

// change is what led to a state. before and after are nil if there was, or is, no such user.
type change struct {
	op     string
	key    string
	before *user
	after  *user
	// restored is the state that an undo of a reset put back.
	restored *state
}

// state is a sandbox of Atrium users. States form a chain, which is the history of the sandbox.
type state struct {
	revision int
	counter  int
	users    []*user
	change   change
	prev     *state
	hash     uint64
	// isOver says that no operation whose outcome is known comes later.
	isOver bool
}

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

// pageSize is the largest page of the API.
const pageSize = 100

func (s *state) index(guid string) int {
	for i, each := range s.users {
		if each.Guid == guid {
			return i
		}
	}
	return -1
}

func (s *state) get(guid string) *user {
	if i := s.index(guid); i >= 0 {
		return s.users[i]
	}
	return nil
}

func (s *state) holder(identifier string) *user {
	for _, each := range s.users {
		if identifier != "" && each.Identifier == identifier {
			return each
		}
	}
	return nil
}

// next is the state after a change.
func (s *state) next(c change, users []*user, counter int) *state {
	hash := fnv.New64a()
	fmt.Fprint(hash, s.hash, c.op, c.key, counter, len(users))
	if c.after != nil {
		fmt.Fprint(hash, *c.after)
	}
	if c.restored != nil {
		fmt.Fprint(hash, c.restored.hash)
	}
	return &state{s.revision + 1, counter, users, c, s, hash.Sum64(), s.isOver}
}

func (s *state) add(u *user, counter int) *state {
	users := append(s.users[:len(s.users):len(s.users)], u)
	return s.next(change{op: "add", key: u.Guid, after: u}, users, counter)
}

func (s *state) replace(u *user) *state {
	i := s.index(u.Guid)
	users := slices.Clone(s.users)
	users[i] = u
	return s.next(change{op: "replace", key: u.Guid, before: s.users[i], after: u}, users, s.counter)
}

func (s *state) remove(guid string) *state {
	i := s.index(guid)
	users := slices.Delete(slices.Clone(s.users), i, i+1)
	return s.next(change{op: "remove", key: guid, before: s.users[i]}, users, s.counter)
}

// stateAt returns the state at a revision.
func (s *state) stateAt(revision int) *state {
	for s.revision > revision {
		s = s.prev
	}
	return s
}

// undone returns the state after an undo, or nil if a later change conflicts.
func (s *state) undone(revision int) *state {
	target := s.stateAt(revision)
	c := target.change
	if c.op == "reset" || c.op == "restore" {
		if !sameUsers(target.users, s.users) {
			return nil
		}
		earlier := target.prev
		return s.next(change{op: "restore", restored: earlier}, earlier.users, earlier.counter)
	}
	present := s.get(c.key)
	if !sameUser(present, c.after) {
		return nil
	}
	if c.before == nil {
		return s.remove(c.key)
	}
	if holder := s.holder(c.before.Identifier); holder != nil && holder != present {
		return nil
	}
	if c.after == nil {
		return s.add(c.before, s.counter)
	}
	return s.replace(c.before)
}

func sameUser(one, other *user) bool {
	if one == nil || other == nil {
		return one == other
	}
	return *one == *other
}

func sameUsers(one, other []*user) bool {
	return slices.EqualFunc(one, other, sameUser)
}

// modelOf returns the model of sandboxes that are empty at first.
func modelOf(found history) porcupine.Model {
	views := seenIn(found.Operations)
	return porcupine.Model{
		Partition: bySandbox,
		Init:      func() any { return &state{} },
		Step: func(s, input, _ any) (bool, any) {
			o := input.(*operation)
			return step(s.(*state), o, found.Guids, views[o.Sandbox])
		},
		Equal: func(one, other any) bool {
			a, b := one.(*state), other.(*state)
			return a == b || a.hash == b.hash && a.revision == b.revision && a.isOver == b.isOver
		},
		Hash:              func(s any) uint64 { return s.(*state).hash },
		DescribeOperation: func(input, _ any) string { return input.(*operation).describe() },
		DescribeState:     func(s any) string { return s.(*state).describe() },
	}
}

// step says whether an operation can have happened in this state, and which state it led to.
//
// Two rules shorten the search without changing its result. A state leads nowhere if its change differs from the one that some client has
// seen at that revision, or if its revision is higher than the last one. And an operation whose outcome is not known ends after all others, so one without an effect can be the last.
func step(s *state, o *operation, guids []string, view *seen) (bool, *state) {
	if o.Op == "end" {
		over := *s
		over.isOver = true
		return true, &over
	}
	if s.isOver {
		return true, s
	}
	after, status := expected(s, o, guids)
	if after != s && !view.allow(after) {
		return false, s
	}
	if o.Status == 0 {
		return after != s, after
	}
	if o.Status != status {
		return false, s
	}
	return shows(after, o), after
}

func (s *state) shown() shownChange {
	shown := shownChange{Revision: s.revision, Operation: s.change.op, Key: s.change.key}
	if s.change.after != nil {
		shown.After = *s.change.after
	}
	return shown
}

// expected returns the state that an operation leads to, and the status of its response.
func expected(s *state, o *operation, guids []string) (after *state, status int) {
	switch o.Op {
	case "create":
		if s.holder(o.Identifier) != nil {
			return s, 409
		}
		index := s.counter
		for s.get(guids[index]) != nil {
			index++
		}
		return s.add(&user{guids[index], o.Identifier, *o.Metadata, false}, index+1), 200
	case "update":
		current := s.get(o.Guid)
		if current == nil {
			return s, 404
		}
		updated := *current
		if o.Metadata != nil {
			updated.Metadata = *o.Metadata
		}
		if o.IsDisabled != nil {
			updated.IsDisabled = *o.IsDisabled
		}
		if o.Identifier != "" && o.Identifier != current.Identifier {
			if s.holder(o.Identifier) != nil {
				return s, 409
			}
			updated.Identifier = o.Identifier
		}
		return s.replace(&updated), 200
	case "delete":
		if s.get(o.Guid) == nil {
			return s, 404
		}
		return s.remove(o.Guid), 204
	case "reset":
		return s.next(change{op: "reset"}, nil, 0), 200
	case "undo":
		if o.Revision > s.revision {
			return s, 404
		}
		if undone := s.undone(o.Revision); undone != nil {
			return undone, 200
		}
		return s, 409
	case "read":
		if s.get(o.Guid) == nil {
			return s, 404
		}
	}
	return s, 200
}

// shows says whether a successful response shows a state. That of a write shows the state that it led to.
func shows(s *state, o *operation) bool {
	if o.Status >= 400 {
		return true
	}
	switch o.Op {
	case "create":
		return o.User != nil && *o.User == *s.users[len(s.users)-1]
	case "read", "update":
		return o.User != nil && *o.User == *s.get(o.Guid)
	case "reset", "undo":
		return o.Present == s.revision && o.Count == len(s.users)
	case "list":
		return o.Total == len(s.users) && showsPage(s, o.Users)
	case "history":
		return o.Present == s.revision && o.Total == s.revision && showsChanges(s, o.Changes)
	}
	return true
}

func showsPage(s *state, users []user) bool {
	if len(users) != min(len(s.users), pageSize) {
		return false
	}
	for i, each := range users {
		if each != *s.users[i] {
			return false
		}
	}
	return true
}

func showsChanges(s *state, changes []shownChange) bool {
	for _, each := range changes {
		if s.prev == nil || each != s.shown() {
			return false
		}
		s = s.prev
	}
	return true
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
