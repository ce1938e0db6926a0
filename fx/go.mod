module go.uber.org/fx

go 1.25.0

replace github.com/facet-go/facet => ../

require (
	github.com/facet-go/facet v0.0.0
	github.com/stretchr/testify v1.12.1
	go.uber.org/dig v1.19.0
	go.uber.org/goleak v1.3.0
	go.uber.org/multierr v1.10.0
	go.uber.org/zap v1.28.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect
