// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
	"golang.org/x/mod/zip"
)

// repository is the path of the root module. Nested modules are published below it, whatever their
// go.mod says: module fx has the path of what it replaces.
const repository = "github.com/facet-go/facet"

// folders says of each folder with a go.mod whether users get it.
var folders = map[string]bool{
	".": true, "fx": true, "otelfacet": true, "promfacet": true,

	"bench": false, "docs/fromfx": false, "examples/programs": false, "mutation": false, "release": false, "tools": false,
}

// Publish writes the modules of the repository at root to the module proxy in out. It lists them on w.
func Publish(root, version, out string, w io.Writer) error {
	if !semver.IsValid(version) || semver.Canonical(version) != version {
		return fmt.Errorf("version %q must have the form v1.2.3", version)
	}
	files, err := trackedFiles(root)
	if err != nil {
		return err
	}
	modules, err := byModule(files)
	if err != nil {
		return err
	}
	for _, folder := range slices.Sorted(maps.Keys(modules)) {
		if !folders[folder] {
			continue
		}
		at := module.Version{Path: path.Join(repository, folder), Version: version}
		size, err := publish(at, root, folder, modules[folder], out)
		if err != nil {
			return fmt.Errorf("%s: %w", at.Path, err)
		}
		fmt.Fprintf(w, "%s %s: %d files, %d kB\n", at.Path, at.Version, len(modules[folder]), size/1000)
	}
	return nil
}

// trackedFiles returns the files of the repository that git tracks, with slashes.
func trackedFiles(root string) ([]string, error) {
	cmd := exec.Command("git", "ls-files", "-z")
	cmd.Dir = root
	list, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git ls-files: %w", err)
	}
	return strings.Split(strings.TrimSuffix(string(list), "\x00"), "\x00"), nil
}

// byModule returns the files of each module, by its folder.
func byModule(files []string) (map[string][]string, error) {
	modules := map[string][]string{}
	var errs []error
	for _, file := range files {
		if path.Base(file) != "go.mod" {
			continue
		}
		folder := path.Dir(file)
		modules[folder] = nil
		if _, ok := folders[folder]; !ok {
			errs = append(errs, fmt.Errorf("%s: say in release/publish.go whether the module is published", file))
		}
	}
	for _, file := range files {
		folder := moduleOf(file, modules)
		modules[folder] = append(modules[folder], file)
	}
	return modules, errors.Join(errs...)
}

// moduleOf returns the folder of the module that a file belongs to.
func moduleOf[T any](file string, modules map[string]T) string {
	for folder := path.Dir(file); ; folder = path.Dir(folder) {
		if _, ok := modules[folder]; ok || folder == "." {
			return folder
		}
	}
}

// publish writes one module, and returns the size of its zip file.
func publish(at module.Version, root, folder string, files []string, out string) (int64, error) {
	text, err := os.ReadFile(filepath.Join(root, folder, "go.mod"))
	if err != nil {
		return 0, err
	}
	mod, err := publishedMod(text, at.Version)
	if err != nil {
		return 0, err
	}
	content := []zip.File{memoryFile{"go.mod", mod}}
	hasLicense := false
	for _, file := range files {
		within, _ := filepath.Rel(folder, file)
		within = filepath.ToSlash(within)
		hasLicense = hasLicense || within == "LICENSE"
		if within != "go.mod" {
			content = append(content, treeFile{within, filepath.Join(root, file)})
		}
	}
	if !hasLicense {
		content = append(content, treeFile{"LICENSE", filepath.Join(root, "LICENSE")})
	}
	escaped, err := module.EscapePath(at.Path)
	if err != nil {
		return 0, err
	}
	var archive bytes.Buffer
	if err := zip.Create(&archive, at, content); err != nil {
		return 0, err
	}
	dir := filepath.Join(out, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // a folder for everybody
		return 0, err
	}
	info := fmt.Sprintf("{\"Version\":%q,\"Time\":%q}\n", at.Version, time.Now().UTC().Format(time.RFC3339))
	for name, data := range map[string][]byte{
		"list": []byte(at.Version + "\n"), at.Version + ".info": []byte(info), at.Version + ".mod": mod, at.Version + ".zip": archive.Bytes(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil { //nolint:gosec // files for everybody
			return 0, err
		}
	}
	return int64(archive.Len()), nil
}

// publishedMod returns a go.mod as it is published in a version: it requires the modules of this
// repository in that version, and replaces nothing.
func publishedMod(text []byte, version string) ([]byte, error) {
	f, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		return nil, err
	}
	for _, r := range slices.Clone(f.Replace) {
		if !isOurs(r.Old.Path) || !strings.HasPrefix(r.New.Path, ".") {
			return nil, fmt.Errorf("go.mod replaces %s by %s, which users of the module would not get", r.Old.Path, r.New.Path)
		}
		if err := f.DropReplace(r.Old.Path, r.Old.Version); err != nil {
			return nil, err
		}
	}
	for _, r := range slices.Clone(f.Require) {
		if !isOurs(r.Mod.Path) {
			continue
		}
		if r.Mod.Version != "v0.0.0" {
			return nil, fmt.Errorf("go.mod requires %s; in the tree it must be v0.0.0, with a replace line", r.Mod)
		}
		if err := f.AddRequire(r.Mod.Path, version); err != nil {
			return nil, err
		}
	}
	f.Cleanup()
	return f.Format()
}

func isOurs(path string) bool { return path == repository || strings.HasPrefix(path, repository+"/") }
