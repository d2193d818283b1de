import EventStore
import Foundation
import Testing

@testable import OTLP

/// Bodies in `Tests/Golden/OTLP`, made by opentelemetry-proto's Python classes: the same export in both formats, and
/// the events that it becomes.
///
/// `GOLDEN_UPDATE=1 swift test` writes the events anew.
@Suite("Bodies that others wrote")
struct GoldenBodyTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/OTLP")
    private static let isUpdating = ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] == "1"

    private static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static func export(_ signal: OTLPSignal, _ format: OTLPFormat) async throws -> Exported {
        let name = "\(signal.rawValue).\(format == .json ? "json" : "pb")"
        return try await Exported(try bytes(name), of: signal, in: format)
    }

    @Test("become the same events, whatever their format", arguments: OTLPSignal.allCases)
    func events(signal: OTLPSignal) async throws {
        let file = Self.folder.appending(path: "\(signal.rawValue).events.json")
        for format in OTLPFormat.allCases {
            let exported = try await Self.export(signal, format)
            #expect(exported.batch.message.isEmpty)
            let list = exported.events.map { event -> JSON in
                var object = event.json.object ?? [:]
                object["time"] = nil
                return .object(object)
            }
            let text = JSON.array(list).prettyText + "\n"
            if Self.isUpdating { try text.write(to: file, atomically: true, encoding: .utf8) }
            #expect(try String(contentsOf: file, encoding: .utf8) == text)
        }
    }

    @Test("are written in JSON with hexadecimal ids, and whole numbers as texts")
    func json() async throws {
        let events = try await Self.export(.logs, .protobuf).events
        let body = OTLPEncoder(own: [:]).encode(events, of: .logs, in: .json)
        let record = try JSON(parsing: body)["resourceLogs"]?[0]?["scopeLogs"]?[0]?["logRecords"]?[0]
        #expect(record?["traceId"] == "4bf92f3577b34da6a3ce929d0e0e4736" && record?["spanId"] == "00f067aa0ba902b7")
        #expect(record?["timeUnixNano"] == "1790000000000001000" && record?["severityNumber"] == 13)
        #expect(record?["attributes"]?[0] == ["key": "order", "value": ["intValue": "7"]])
    }
}
