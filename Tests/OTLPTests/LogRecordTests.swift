import EventStore
import Testing

@testable import OTLP

@Suite("Received log records")
struct LogRecordTests {
    @Test("become LogRecorded events with everything that OTLP says of them")
    func everything() async throws {
        let record = Wire.bytes { record in
            record.fixed64(1, 1_790_000_000_000_001_000)
            record.varint(2, 17)
            record.text(3, "ERROR")
            record.message(5) { $0.message(6) { $0.block(1, Wire.text("order", "7")) } }
            record.block(6, Wire.text("user", "u1"))
            record.varint(7, 3)
            record.identifier(9, 1, 2)
            record.identifier(10, 3)
            record.fixed64(11, 1_790_000_000_000_009_000)
            record.text(12, "order.failed")
        }
        let scope = Wire.bytes {
            $0.text(1, "shop.orders"); $0.text(2, "2")
        }
        let exported = try await Exported(Wire.export([record], scope: scope), of: .logs)
        let expected = LogRecorded(
            severity: 17, level: "ERROR", logger: "shop.orders",
            at: Timestamp(nanoseconds: 1_790_000_000_000_001_000), body: ["order": "7"],
            attributes: [
                "user": "u1", "event.name": "order.failed", "otel.scope.version": "2",
                "otel.dropped_attributes_count": 3,
            ], resource: ["service.name": "shop"])
        #expect(try exported.facts(LogRecorded.self) == [expected])
        let event = try #require(exported.events.first)
        #expect(event.stream == LogRecordEvents.stream(of: "shop"))
        #expect(event.metadata.trace == TraceContext(traceID: TraceID(high: 1, low: 2), spanID: SpanID(3)))
        #expect(event.payload == (try JSONObjectWriter.bytes(of: expected)))
    }

    @Test("without ids, or with ids that are none, belong to no trace", arguments: [0, 4, 16])
    func noTrace(count: Int) async throws {
        let record = Wire.bytes { record in
            record.block(9, Array(repeating: 0, count: count))
            record.message(5) { $0.block(1, Array("hello".utf8)) }
        }
        let exported = try await Exported(Wire.export([record]), of: .logs)
        #expect(exported.events.first?.metadata == EventMetadata() && exported.batch.rejected == 0)
        #expect(try exported.facts(LogRecorded.self).first?.body == "hello")
    }

    @Test("without a time have that at which they were observed")
    func observed() async throws {
        let exported = try await Exported(Wire.export([Wire.bytes { $0.fixed64(11, 5_000) }, []]), of: .logs)
        #expect(try exported.facts(LogRecorded.self).map(\.at) == [Timestamp(nanoseconds: 5_000), nil])
        #expect(try exported.facts(LogRecorded.self).map(\.body) == [.null, .null])
    }

    @Test("never look like those of this process, whose resource is empty")
    func resource() async throws {
        let exported = try await Exported(Wire.export(service: "", [[]]), of: .logs)
        #expect(try exported.facts(LogRecorded.self).first?.resource == ["service.name": "unknown_service"])
    }
}
