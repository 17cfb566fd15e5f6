// Calls Pulse by code that Go's own generators made of our definitions, with connect-go, which Qtap's event client is made of.
// Prints the answer as JSON, or what the call was refused with on standard error.
//
//	go run . [-protocol grpc|grpcweb|connect] [SERVICE/METHOD [JSON]]
package main

//go:generate npx buf generate ../../../proto

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"pii-harness/go-client/gen/eventstore/v1/eventstorev1connect"
	qscanv1 "pii-harness/go-client/gen/qscan/v1"
	"pii-harness/go-client/gen/qscan/v1/qscanv1connect"
)

var protocols = map[string]connect.ClientOption{
	"grpc":    connect.WithGRPC(),
	"grpcweb": connect.WithGRPCWeb(),
	"connect": connect.WithClientOptions(),
}

func main() {
	protocol := flag.String("protocol", "grpc", "grpc, grpcweb or connect")
	flag.Parse()
	option, known := protocols[*protocol]
	if !known {
		fail(fmt.Errorf("no protocol %q", *protocol))
	}
	answer, err := call(argument(0, "qscan.v1.QscanSchedulerService/Ping"), argument(1, "{}"), option)
	if err != nil {
		fail(err)
	}
	// protojson spaces its output at random, so that nobody compares it byte by byte.
	text, err := protojson.Marshal(answer)
	if err != nil {
		fail(err)
	}
	fmt.Println(string(text))
}

func argument(index int, otherwise string) string {
	if index < flag.NArg() {
		return flag.Arg(index)
	}
	return otherwise
}

func call(method string, text string, option connect.ClientOption) (proto.Message, error) {
	client, err := trustingClient(os.Getenv("EDGE_CA"))
	if err != nil {
		return nil, err
	}
	base := "https://" + os.Getenv("EDGE")
	scheduler := qscanv1connect.NewQscanSchedulerServiceClient(client, base, option)
	events := eventstorev1connect.NewEventStoreServiceClient(client, base, option)
	switch "/" + method {
	case qscanv1connect.QscanSchedulerServicePingProcedure:
		return unary(scheduler.Ping, text)
	case qscanv1connect.QscanSchedulerServiceGetNextJobProcedure:
		return unary(scheduler.GetNextJob, text)
	case qscanv1connect.QscanSchedulerServiceSubmitJobReportProcedure:
		return unary(scheduler.SubmitJobReport, text)
	case eventstorev1connect.EventStoreServicePingProcedure:
		return unary(events.Ping, text)
	case eventstorev1connect.EventStoreServiceIngestBatchProcedure:
		return unary(events.IngestBatch, text)
	}
	// A method that our definitions lack, as of a client that is newer than the server.
	unknown := connect.NewClient[qscanv1.PingRequest, qscanv1.PingResponse](client, base+"/"+method, option)
	return unary(unknown.CallUnary, text)
}

func unary[Req, Res any](
	do func(context.Context, *connect.Request[Req]) (*connect.Response[Res], error), text string,
) (proto.Message, error) {
	message := new(Req)
	if err := protojson.Unmarshal([]byte(text), any(message).(proto.Message)); err != nil {
		return nil, err
	}
	request := connect.NewRequest(message)
	request.Header().Set("Authorization", "Bearer "+os.Getenv("REGISTRATION_TOKEN"))
	response, err := do(context.Background(), request)
	if err != nil {
		return nil, err
	}
	return any(response.Msg).(proto.Message), nil
}

func trustingClient(caFile string) (*http.Client, error) {
	pem, err := os.ReadFile(caFile)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", caFile)
	}
	return &http.Client{Transport: &http.Transport{
		ForceAttemptHTTP2: true,
		TLSClientConfig:   &tls.Config{RootCAs: roots},
	}}, nil
}

func fail(err error) {
	refusal := map[string]string{"code": connect.CodeOf(err).String(), "message": err.Error()}
	var refused *connect.Error
	if errors.As(err, &refused) {
		refusal["message"] = refused.Message()
	}
	text, _ := json.Marshal(refusal)
	fmt.Fprintln(os.Stderr, string(text))
	os.Exit(1)
}
