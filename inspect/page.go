// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"html"
	"io"
	"strings"
	"sync"
)

var (
	//go:embed page/page.html
	pageHTML string
	//go:embed page/page.css
	pageCSS string
	//go:embed page/base.js
	baseJS string
	//go:embed page/model.js
	modelJS string
	//go:embed page/views.js
	viewsJS string
	//go:embed page/graph.js
	graphJS string
	//go:embed page/waterfall.js
	waterfallJS string
	//go:embed page/app.js
	appJS string
	//go:embed page/dagre.min.js
	dagreJS string
	//go:embed page/dagre.LICENSE.js
	dagreLicense string
)

// parts are the constant parts of a page.
type parts struct {
	before, middle, after string // of the HTML: around the policy, and around the data
	style, layout, script string
	frozenPolicy          string
}

// pageParts is computed once.
var pageParts = sync.OnceValue(func() parts {
	layout, _, _ := strings.Cut(dagreJS, "//# sourceMappingURL") // it would be requested by developer tools
	p := parts{
		style: pageCSS, layout: dagreLicense + layout,
		script: "\"use strict\";(()=>{\n" + baseJS + modelJS + viewsJS + graphJS + waterfallJS + appJS + "})();\n",
	}
	p.before, p.middle, _ = strings.Cut(pageHTML, "{{head}}")
	p.middle, p.after, _ = strings.Cut(p.middle, "{{data}}")
	p.frozenPolicy = policy(hashOf(p.layout)+" "+hashOf(p.script), hashOf(p.style), "")
	return p
})

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// policy returns a Content-Security-Policy that allows the page's own parts only.
func policy(script, style, more string) string {
	return "default-src 'none'; script-src " + script + "; style-src " + style +
		"; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'" + more
}

func servedPolicy(nonce string) string {
	nonce = "'nonce-" + nonce + "'"
	return policy(nonce, nonce, "; connect-src 'self'; frame-ancestors 'none'")
}

// Page writes the page of a snapshot as one HTML file that needs nothing else. It has the
// same views as the served page, and no connection. It returns the first error of w.
func Page(w io.Writer, s Snapshot) error { return writePage(w, s, "") }

// writePage writes a page that is served with a nonce, or a frozen one without.
func writePage(w io.Writer, s Snapshot, nonce string) error {
	p := pageParts()
	head, attribute, live := "", "", "yes"
	if nonce == "" {
		live = "no"
		head = `<meta http-equiv="Content-Security-Policy" content="` + html.EscapeString(p.frozenPolicy) + "\">\n"
	} else {
		attribute = ` nonce="` + nonce + `"`
	}
	data, err := json.Marshal(newMessage(s, true)) // it escapes < and >
	if err != nil {
		return err
	}
	for _, part := range []string{
		p.before, head, "<title>", html.EscapeString(line(s.Title)), "</title>\n",
		"<style", attribute, ">", p.style, "</style>\n", p.middle,
		`<script type="application/json" id="data" data-live="` + live + `">`, string(data), "</script>\n",
		"<script", attribute, ">", p.layout, "</script>\n", "<script", attribute, ">", p.script, "</script>\n", p.after,
	} {
		if _, err := io.WriteString(w, part); err != nil {
			return err
		}
	}
	return nil
}
