import EventStore
import Logging
import ServiceContextModule
import Telemetry
import Testing

@Suite("The log handler")
struct EventLogHandlerTests {
    private let log = InMemoryEventLog()
    private let sink = TelemetrySink()

    private func logger(_ level: Logger.Level = .notice) -> Logger {
        Logger(label: "part") { EventLogHandler(label: $0, sink: sink, instance: "1", level: level) }
    }

    private func records() async throws -> [LogRecorded] {
        try await log.readAll(.all).compactMap { $0.body(as: LogRecorded.self) }
    }

    @Test("makes a line an event with its level, its part and what is said about it")
    func line() async throws {
        sink.attach(log)
        var logger = logger()
        logger[metadataKey: "a"] = "kept"
        logger.warning("slow", metadata: ["b": ["x", "y"]])
        logger.info("not loud enough")
        let expected = LogRecorded(
            severity: 13, level: "warning", logger: "part", body: "slow", attributes: ["a": "kept", "b": ["x", "y"]])
        #expect(try await records() == [expected])
    }

    @Test("names the trace in which a line was logged")
    func trace() async throws {
        sink.attach(log)
        var context = ServiceContext.topLevel
        context.traceContext = .root()
        ServiceContext.$current.withValue(context) { logger().error("bad") }
        #expect(try await log.readAll(.all).first?.metadata.trace == context.traceContext)
    }

    @Test("keeps what comes before there is a log, up to a limit, and counts the rest")
    func early() async throws {
        let sink = TelemetrySink(limit: 2)
        let logger = Logger(label: "part") { EventLogHandler(label: $0, sink: sink, instance: "1") }
        for number in 1...3 { logger.error("\(number)") }
        sink.attach(log)
        #expect(try await records().map(\.body) == ["2", "3"])
        #expect(sink.dropped == 1)
    }
}
