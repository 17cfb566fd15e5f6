module pii-harness/ably-go

go 1.23

require github.com/ably/ably-go v1.2.0

require (
	github.com/ugorji/go/codec v1.1.7 // indirect
	golang.org/x/net v0.0.0-20190110200230-915654e7eabc // indirect
)
