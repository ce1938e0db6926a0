// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"time"
)

// treeFile is a file of the repository, for a zip file.
type treeFile struct{ name, at string }

func (f treeFile) Path() string                 { return f.name }
func (f treeFile) Lstat() (fs.FileInfo, error)  { return os.Lstat(f.at) }
func (f treeFile) Open() (io.ReadCloser, error) { return os.Open(f.at) }

// memoryFile is a file with the given text, for a zip file.
type memoryFile struct {
	name string
	text []byte
}

func (f memoryFile) Path() string                 { return f.name }
func (f memoryFile) Lstat() (fs.FileInfo, error)  { return memoryInfo{f}, nil }
func (f memoryFile) Open() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(f.text)), nil }

type memoryInfo struct{ file memoryFile }

func (i memoryInfo) Name() string     { return i.file.name }
func (i memoryInfo) Size() int64      { return int64(len(i.file.text)) }
func (memoryInfo) Mode() fs.FileMode  { return 0o644 }
func (memoryInfo) ModTime() time.Time { return time.Time{} }
func (memoryInfo) IsDir() bool        { return false }
func (memoryInfo) Sys() any           { return nil }
