// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestManifest_givesFacetTheTimeThatItTakes(t *testing.T) {
	m := manifest(t)
	pod := "Deployment.spec.template.spec."
	const margin = 2 * time.Second
	require.GreaterOrEqual(t, m.seconds(pod+"terminationGracePeriodSeconds"), Longest+margin)

	container := pod + "containers."
	cfg, err := ParseConfig(m.list(container+"args"), io.Discard)
	require.NoError(t, err)
	require.Equal(t, DrainDelay, cfg.Drain)

	startup, failingStart := container+"startupProbe.", StartTimeout+StopTimeout+3*Grace
	require.Greater(t, m.failed(startup), failingStart)
	require.Greater(t, cfg.Drain, m.failed(container+"readinessProbe."))
	require.Equal(t, "0", m["Deployment.spec.strategy.rollingUpdate.maxUnavailable"])
	require.Equal(t, "1", m["Deployment.spec.strategy.rollingUpdate.maxSurge"])
}

func TestManifest_probesWhatTheServiceServes(t *testing.T) {
	m := manifest(t)
	container := "Deployment.spec.template.spec.containers."
	for probe, path := range map[string]string{"startupProbe": "/startupz", "readinessProbe": "/readyz", "livenessProbe": "/livez"} {
		require.Equal(t, path, m[container+probe+".httpGet.path"])
		require.Equal(t, "probe", m[container+probe+".httpGet.port"])
	}
	cfg, err := ParseConfig(m.list(container+"args"), io.Discard)
	require.NoError(t, err)
	require.Equal(t, ":"+m[container+"ports.http.containerPort"], cfg.Addr)
	require.Equal(t, ":"+m[container+"ports.probe.containerPort"], cfg.Probe)
	require.Equal(t, "http", m["Service.spec.ports.http.targetPort"])
}

// fields are the values of a manifest by their path. A path begins with the kind. In a list
// of several elements it has the name of the element.
type fields map[string]string

// manifest reads the part of YAML that kubernetes.yaml uses: mappings by indentation, and
// lists whose elements begin with their name.
func manifest(t *testing.T) fields {
	t.Helper()
	text, err := os.ReadFile("kubernetes.yaml")
	require.NoError(t, err)
	type level struct {
		indent int
		name   string
	}
	all, path, kind := fields{}, []level{}, ""
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, " #")
		line = strings.TrimRight(line, " \n")
		bare := strings.TrimLeft(line, " -")
		if line == "---" || bare == "" || strings.HasPrefix(bare, "#") {
			continue
		}
		key, value, ok := strings.Cut(bare, ":")
		require.True(t, ok, line)
		value = strings.TrimSpace(value)
		indent := len(line) - len(strings.TrimLeft(line, " "))
		for len(path) > 0 && path[len(path)-1].indent >= indent {
			path = path[:len(path)-1]
		}
		switch {
		case key == "kind":
			kind, path = value, nil
		case strings.Contains(line, "- ") && path[len(path)-1].name == "ports":
			path = append(path, level{indent, value})
		case value == "":
			path = append(path, level{indent, key})
		default:
			full := []string{kind}
			for _, l := range path {
				full = append(full, l.name)
			}
			all[strings.Join(append(full, key), ".")] = value
		}
	}
	return all
}

func (f fields) number(path string) int {
	n, err := strconv.Atoi(f[path])
	if err != nil {
		panic(path + ": " + err.Error())
	}
	return n
}

func (f fields) seconds(path string) time.Duration {
	return time.Duration(f.number(path)) * time.Second
}

// failed returns the longest time until a probe has reached its failure threshold.
func (f fields) failed(probe string) time.Duration {
	seconds := f.number(probe+"periodSeconds")*f.number(probe+"failureThreshold") + f.number(probe+"timeoutSeconds")
	return time.Duration(seconds) * time.Second
}

func (f fields) list(path string) []string {
	var list []string
	for item := range strings.SplitSeq(strings.Trim(f[path], "[]"), ",") {
		list = append(list, strings.Trim(item, ` "`))
	}
	return list
}
