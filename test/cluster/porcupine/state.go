package main

import (
	"fmt"
	"hash/fnv"
	"slices"
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

func (s *state) shown() shownChange {
	shown := shownChange{Revision: s.revision, Operation: s.change.op, Key: s.change.key}
	if s.change.after != nil {
		shown.After = *s.change.after
	}
	return shown
}
