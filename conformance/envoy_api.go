package main

import (
	"fmt"
	"strings"

	udpaa "github.com/cncf/xds/go/udpa/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// notOfEnvoy are packages that are linked in as well, of which no configuration of Envoy holds a message.
var notOfEnvoy = []string{"gnostic", "openapi", "istio", "k8s", "io.k8s", "io.prometheus", "config", "pb", "grpc", "google.api", "validate", "envoy.annotations", "udpa.annotations", "xds.annotations"}

// ofEnvoy are the exceptions from those.
var ofEnvoy = []string{"istio.envoy", "google.api.expr"}

// envoyAPI tells the messages and enums that the webhook knows where it reads values of EnvoyFilters: what is registered in
// this process, which links the same packages. A message is its fields in their order with their types, an enum its names.
func envoyAPI() (answer, error) {
	api := api{types: map[string]any{}}
	protoregistry.GlobalTypes.RangeMessages(func(message protoreflect.MessageType) bool {
		if isOfEnvoy(message.Descriptor().ParentFile()) {
			api.addMessage(message.Descriptor())
		}
		return true
	})
	return answer{"types": api.types}, api.problem
}

type api struct {
	types   map[string]any
	problem error
}

func (a *api) addMessage(message protoreflect.MessageDescriptor) {
	name := string(message.FullName())
	if _, known := a.types[name]; known {
		return
	}
	fields := make([][2]string, message.Fields().Len())
	a.types[name] = fields
	if isFrozen(message.ParentFile()) {
		a.problem = fmt.Errorf("%s is frozen: the webhook warns of that, and src/webhook does not", name)
	}
	for i := range fields {
		field := message.Fields().Get(i)
		if err := unreadable(field); err != nil {
			a.problem = err
		}
		fields[i] = [2]string{string(field.Name()), typeOf(field)}
		if field.IsMap() {
			field = field.MapValue()
		}
		if field.Message() != nil {
			a.addMessage(field.Message())
		} else if field.Enum() != nil {
			a.addEnum(field.Enum())
		}
	}
}

func (a *api) addEnum(enum protoreflect.EnumDescriptor) {
	names := make([]string, enum.Values().Len())
	for i := range names {
		names[i] = string(enum.Values().Get(i).Name())
	}
	a.types[string(enum.FullName())] = names
}

func isOfEnvoy(file protoreflect.FileDescriptor) bool {
	name := string(file.Package())
	if name == "" || file.Path() == "google/protobuf/descriptor.proto" {
		return false
	}
	return !isIn(name, notOfEnvoy) || isIn(name, ofEnvoy)
}

func isIn(name string, packages []string) bool {
	for _, of := range packages {
		if name == of || strings.HasPrefix(name, of+".") {
			return true
		}
	}
	return false
}

// typeOf is the type as a .proto file has it, with the oneof that a field is of behind a bar.
func typeOf(field protoreflect.FieldDescriptor) string {
	switch {
	case field.IsMap():
		return fmt.Sprintf("map<%s,%s>", field.MapKey().Kind(), singular(field.MapValue()))
	case field.IsList():
		return "repeated " + singular(field)
	case field.ContainingOneof() != nil && !field.ContainingOneof().IsSynthetic():
		return singular(field) + "|" + string(field.ContainingOneof().Name())
	default:
		return singular(field)
	}
}

func singular(field protoreflect.FieldDescriptor) string {
	if field.Message() != nil {
		return string(field.Message().FullName())
	}
	if field.Enum() != nil {
		return string(field.Enum().FullName())
	}
	return field.Kind().String()
}

// unreadable tells of a field what the reader in src/webhook would not know.
func unreadable(field protoreflect.FieldDescriptor) error {
	switch {
	case field.Cardinality() == protoreflect.Required:
		return fmt.Errorf("%s is required", field.FullName())
	case field.Kind() == protoreflect.GroupKind:
		return fmt.Errorf("%s is a group", field.FullName())
	case field.JSONName() != camelCase(string(field.Name())):
		return fmt.Errorf("%s has the name %s in JSON", field.FullName(), field.JSONName())
	}
	return nil
}

func camelCase(name string) string {
	parts := strings.Split(name, "_")
	for i, part := range parts[1:] {
		if part != "" {
			parts[i+1] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "")
}

func isFrozen(file protoreflect.FileDescriptor) bool {
	options := file.Options()
	if options == nil || !proto.HasExtension(options, udpaa.E_FileStatus) {
		return false
	}
	status, ok := proto.GetExtension(options, udpaa.E_FileStatus).(*udpaa.StatusAnnotation)
	return ok && status.PackageVersionStatus == udpaa.PackageVersionStatus_FROZEN
}
