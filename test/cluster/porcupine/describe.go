package main

import (
	"fmt"
	"strings"
)

// describe is how the visualization of a rejected history shows an operation.
func (o *operation) describe() string {
	words := []string{o.Op}
	for _, word := range []string{o.Guid, o.Identifier} {
		if word != "" {
			words = append(words, word)
		}
	}
	if o.Metadata != nil {
		words = append(words, *o.Metadata)
	}
	if o.IsDisabled != nil {
		words = append(words, fmt.Sprintf("is_disabled=%v", *o.IsDisabled))
	}
	if o.Op == "undo" {
		words = append(words, fmt.Sprint(o.Revision))
	}
	return strings.Join(words, " ") + " → " + o.result()
}

func (o *operation) result() string {
	switch {
	case o.Status == 0:
		return "unknown"
	case o.User != nil:
		return fmt.Sprintf("%d %+v", o.Status, *o.User)
	case o.Op == "list":
		return fmt.Sprintf("%d %+v of %d", o.Status, o.Users, o.Total)
	case o.Op == "history":
		return fmt.Sprintf("revision %d %v", o.Present, o.Changes)
	case o.Present > 0:
		return fmt.Sprintf("%d revision %d, %d users", o.Status, o.Present, o.Count)
	}
	return fmt.Sprint(o.Status)
}

func (s *state) describe() string {
	lines := []string{fmt.Sprintf("revision %d, %d guids", s.revision, s.counter)}
	for _, each := range s.users {
		lines = append(lines, fmt.Sprintf("%+v", *each))
	}
	return strings.Join(lines, "\n")
}
