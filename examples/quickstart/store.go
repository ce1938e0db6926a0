// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"sync"

	"github.com/facet-go/facet"
)

// Store keeps items in memory, and their changes in a file, as a sequence of JSON objects.
// It is safe for concurrent use.
type Store struct {
	file *os.File

	mu     sync.RWMutex // guards the fields below
	items  map[string]string
	writer *bufio.Writer // to file
}

// change is one object of the file.
type change struct {
	Key   string  `json:"key"`
	Value *string `json:"value,omitempty"` // nil deletes the item
}

// NewStore opens the file; the start of the app reads it.
func NewStore(lc *facet.Lifecycle, cfg Config) (*Store, error) {
	file, err := os.OpenFile(cfg.Data, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	lc.Cleanup(file.Close)
	s := &Store{file: file, items: map[string]string{}, writer: bufio.NewWriter(file)}
	lc.OnStart(s.Load)
	lc.OnStop(s.Sync)
	return s, nil
}

// Load reads the file from its beginning. It removes an incomplete change at the end, which
// a crash may have left.
func (s *Store) Load(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for changes := json.NewDecoder(s.file); ; {
		var c change
		switch err := changes.Decode(&c); {
		case err == nil:
			s.apply(c)
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, io.ErrUnexpectedEOF):
			return s.file.Truncate(changes.InputOffset())
		default:
			return fmt.Errorf("%s at byte %d: %w", s.file.Name(), changes.InputOffset(), err)
		}
	}
}

// Sync writes all changes so far to the disk.
func (s *Store) Sync(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writer.Flush(); err != nil {
		return err
	}
	return s.file.Sync()
}

// Get returns the value of an item, and whether there is one.
func (s *Store) Get(key string) (string, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	value, ok := s.items[key]
	return value, ok
}

// All returns a copy of all items.
func (s *Store) All() map[string]string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return maps.Clone(s.items)
}

// Put sets an item.
func (s *Store) Put(key, value string) error { return s.change(change{key, &value}) }

// Delete deletes an item, if there is one.
func (s *Store) Delete(key string) error { return s.change(change{key, nil}) }

func (s *Store) change(c change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := json.NewEncoder(s.writer).Encode(c); err != nil {
		return err
	}
	s.apply(c)
	return nil
}

// apply makes a change in memory. The caller holds mu.
func (s *Store) apply(c change) {
	if c.Value == nil {
		delete(s.items, c.Key)
		return
	}
	s.items[c.Key] = *c.Value
}
