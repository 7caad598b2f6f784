package main

import (
	"bytes"
	"slices"
	"strings"

	udpa "github.com/cncf/xds/go/udpa/type/v1"
	xdstype "github.com/cncf/xds/go/xds/type/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	"google.golang.org/protobuf/types/known/anypb"
)

// withoutIstioFilters leaves out of a listener what only Istio's build of Envoy has, which a stock Envoy would reject: filters
// that collect metadata and metrics. None of them decides about a request.
func withoutIstioFilters(l *listener.Listener) error {
	chains := l.FilterChains
	if l.DefaultFilterChain != nil {
		chains = append(slices.Clone(chains), l.DefaultFilterChain)
	}
	for _, chain := range chains {
		chain.Filters = slices.DeleteFunc(chain.Filters, func(f *listener.Filter) bool { return isIstioOnly(f.GetTypedConfig()) })
		for _, filter := range chain.Filters {
			stockFactories(filter.GetTypedConfig())
			if err := stockManager(filter); err != nil {
				return err
			}
		}
	}
	return nil
}

func stockManager(filter *listener.Filter) error {
	manager := &hcm.HttpConnectionManager{}
	if !filter.GetTypedConfig().MessageIs(manager) {
		return nil
	}
	if err := filter.GetTypedConfig().UnmarshalTo(manager); err != nil {
		return err
	}
	manager.HttpFilters = slices.DeleteFunc(manager.HttpFilters, func(f *hcm.HttpFilter) bool { return isIstioOnly(f.GetTypedConfig()) })
	changed, err := anypb.New(manager)
	if err != nil {
		return err
	}
	filter.ConfigType = &listener.Filter_TypedConfig{TypedConfig: changed}
	return nil
}

func isIstioOnly(config *anypb.Any) bool {
	url := config.GetTypeUrl()
	old, current := &udpa.TypedStruct{}, &xdstype.TypedStruct{}
	if config.MessageIs(old) && config.UnmarshalTo(old) == nil {
		url = old.TypeUrl
	} else if config.MessageIs(current) && config.UnmarshalTo(current) == nil {
		url = current.TypeUrl
	}
	_, name, _ := strings.Cut(url, "/")
	return strings.HasPrefix(name, "io.istio.") || strings.HasPrefix(name, "istio.") || name == "stats.PluginConfig"
}

// stockFactories names Envoy's own factory of hashable strings in the place of Istio's copy of it. The names are equally
// long, so the encoded message stays well-formed.
func stockFactories(config *anypb.Any) {
	if config != nil {
		config.Value = bytes.ReplaceAll(config.Value, []byte("istio.hashable_string"), []byte("envoy.hashable_string"))
	}
}
