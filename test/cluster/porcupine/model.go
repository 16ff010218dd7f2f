package main

import "github.com/anishathalye/porcupine"

// pageSize is the largest page of the API.
const pageSize = 100

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
