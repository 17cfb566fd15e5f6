// Attaches to a channel and waits for an event, by Ably's own Go client, as Qtap does; prints a line for all that it hears of it.
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/ably/ably-go/ably"
)

func main() {
	port, err := strconv.Atoi(os.Getenv("ABLY_PORT"))
	if err != nil {
		fail("port", err)
	}
	client, err := ably.NewRealtime(
		ably.WithKey(os.Getenv("ABLY_KEY")),
		ably.WithRealtimeHost("localhost"),
		ably.WithTLSPort(port),
		ably.WithFallbackHosts([]string{}),
		ably.WithUseBinaryProtocol(os.Getenv("ABLY_FORMAT") == "msgpack"),
	)
	if err != nil {
		fail("client", err)
	}
	client.Connection.OnAll(func(change ably.ConnectionStateChange) {
		fmt.Println("connection", change.Current)
	})
	channel := client.Channels.Get(os.Getenv("ABLY_CHANNEL"))
	_, err = channel.Subscribe(context.Background(), "config.changed", func(message *ably.Message) {
		fmt.Println("heard", message.Name, message.Data)
	})
	if err != nil {
		fail("subscribe", err)
	}
	fmt.Println("attached")
	select {}
}

func fail(what string, err error) {
	fmt.Println("failed", what, err)
	os.Exit(1)
}
