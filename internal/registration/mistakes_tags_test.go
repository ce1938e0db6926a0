// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"io"

	"github.com/facet-go/facet/provide"
)

func wrongParamTags() []mistake {
	newDB := func(int, Routes) *DB { return nil }
	newStore := func(Stores) Route { return Route{} }
	variadic := func(...Route) *DB { return nil }
	return []mistake{
		constructor("more tags than parameters", newDB, "bad-option", provide.Params(`name:"a"`, ``, ``)),
		constructor("tags without parameters", buffer, "bad-option", provide.Params(``)),
		constructor("Params twice", newDB, "conflicting-options", provide.Params(``), provide.Params(`name:"a"`)),
		constructor("only the name", newDB, "bad-tag", provide.Params(`ro`)),
		constructor("a name without quotes", newDB, "bad-tag", provide.Params(`name:ro`)),
		constructor("a name in the wrong quotes", newDB, "bad-tag", provide.Params("name:`ro`")),
		constructor("a space after the colon", newDB, "bad-tag", provide.Params(`name: "ro"`)),
		constructor("a comma between tags", newDB, "bad-tag", provide.Params(`name:"ro",optional:"true"`)),
		constructor("a word before the tags", newDB, "bad-tag", provide.Params(`ro name:"ro"`)),
		constructor("a tag without a key", newDB, "bad-tag", provide.Params(`:"ro"`)),
		constructor("a tag of a space", newDB, "bad-tag", provide.Params(` `)),
		constructor("a key in upper case", newDB, "bad-tag", provide.Params(`Name:"ro"`)),
		constructor("a key for other libraries", newDB, "bad-tag", provide.Params(`name:"ro" json:"ro"`)),
		constructor("the name twice", newDB, "bad-tag", provide.Params(`name:"a" name:"b"`)),
		constructor("ignore-unexported by position", newStore, "bad-tag", provide.Params(`ignore-unexported:"true"`)),
		constructor("a tag on a parameter struct", newStore, "bad-tag", provide.Params(`optional:"true"`)),
		constructor("a name on a variadic parameter", variadic, "bad-tag", provide.Params(`name:"a"`)),
		constructor("a group that is no slice", newDB, "bad-group", provide.Params(`group:"ints"`)),
		constructor("an optional group by position", newDB, "optional-group", provide.Params(``, `group:"routes" optional:"true"`)),
		constructor("optional by position is not a bool", newDB, "bad-tag", provide.Params(`optional:"yes"`)),
		constructor("a parallel tag without a word by position", newDB, "bad-tag", provide.Params(`parallel:""`)),
		supplied[*DB]("parameters of a value", &DB{}, "bad-option", provide.Params(`name:"a"`)),
	}
}

func wrongResultTags() []mistake {
	newDB := func() (*DB, error) { return nil, nil }
	newStores := func() baseOutWithDB { return baseOutWithDB{} }
	newRoutes := func() Routes { return nil }
	return []mistake{
		constructor("more tags than results", newDB, "bad-option", provide.Results(`name:"a"`, ``, ``)),
		constructor("Results twice", newDB, "conflicting-options", provide.Results(`name:"a"`), provide.Results(`name:"b"`)),
		constructor("a tag for the error", newDB, "bad-tag", provide.Results(``, `name:"err"`)),
		constructor("only the group", newDB, "bad-tag", provide.Results(`dbs`)),
		constructor("an optional result", newDB, "bad-tag", provide.Results(`name:"a" optional:"true"`)),
		constructor("a parallel result", newDB, "bad-tag", provide.Results(`parallel:"stores"`)),
		constructor("name and group by position", newDB, "name-with-group", provide.Results(`name:"a" group:"b"`)),
		constructor("flatten of a pointer by position", newDB, "bad-group", provide.Results(`group:"dbs,flatten"`)),
		constructor("a tag on a result struct", newStores, "name-on-out", provide.Results(`name:"a"`)),
		constructor("a group tag on a result struct", newStores, "name-on-out", provide.Results(`group:"a"`)),
		constructor("Results and Name", newDB, "conflicting-options", provide.Name("a"), provide.Results(``)),
		constructor("Results and Group", newDB, "conflicting-options", provide.Results(`name:"a"`), provide.Group("b")),
		constructor("As what it is not, by position", newDB, "bad-as", provide.Results(`group:"a"`), provide.As[io.Writer]()),
		constructor("As of a flattened group by position", newRoutes, "bad-as", provide.Results(`group:"a,flatten"`), provide.As[any]()),
		constructor("the same name by position", func() (*DB, *DB) { return nil, nil }, "conflicting-keys",
			provide.Results(`name:"a"`, `name:"a"`)),
		supplied[*DB]("results of a value", &DB{}, "bad-option", provide.Results(`name:"a"`), provide.Eager()),
	}
}

type baseOutWithDB struct {
	provide.Out
	DB *DB
}
