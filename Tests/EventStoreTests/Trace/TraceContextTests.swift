import Testing

@testable import EventStore

@Suite("A trace context")
struct TraceContextTests {
    @Test("survives the traceparent header")
    func roundTrip() {
        let context = TraceContext.root()
        #expect(TraceContext(traceparent: context.traceparent) == context)
    }

    @Test("accepts a later version with more fields, as the specification asks")
    func laterVersion() {
        #expect(TraceContext(traceparent: "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra") != nil)
    }

    @Test(
        "refuses malformed headers",
        arguments: [
            "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
            "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        ])
    func refusing(header: String) { #expect(TraceContext(traceparent: header) == nil) }
}
