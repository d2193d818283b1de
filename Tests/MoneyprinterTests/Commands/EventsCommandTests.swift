import ArgumentParser
import EventStore
import Foundation
import Testing

@testable import moneyprinter

@Suite("The events command")
struct EventsCommandTests {
    /// A log with alert events of ten rules, read as another process would.
    private func withLog(_ body: (SQLiteEventLog, SQLiteEventLog) async throws -> Void) async throws {
        let folder = URL.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let log = try SQLiteEventLog.open(folder: folder)
        for number in 0..<10 {
            try await log.append([Self.resolved("r\(number)")], to: AlertEvents.stream(ofAlert: "r\(number)"))
        }
        let reader = try SQLiteEventLog.openForReading(folder: folder)
        try await body(log, reader)
        await reader.close()
        await log.close()
    }

    private static func resolved(_ rule: String) -> AlertResolved {
        AlertResolved(rule: rule, value: 1, hadFired: true)
    }

    private func positions(
        _ log: SQLiteEventLog, _ selection: Selection = .all, from: Position? = nil, limit: Int? = nil
    ) async throws -> [UInt64] {
        var found: [UInt64] = []
        try await EventTail(log: log, selection: selection, pageSize: 3)
            .run(from: from, limit: limit, follow: false) { found += $0.map(\.position.value) }
        return found
    }

    @Test("without a limit it shows everything in order")
    func everything() async throws {
        try await withLog { _, reader in
            let all = try await positions(reader)
            #expect(all == Array(1...10))
        }
    }

    @Test("a limit alone means the latest, a limit with a start the first ones from there")
    func limits() async throws {
        try await withLog { _, reader in
            let latest = try await positions(reader, limit: 4)
            #expect(latest == [7, 8, 9, 10])
            let first = try await positions(reader, from: Position(2), limit: 4)
            #expect(first == [3, 4, 5, 6])
            let bounded = try await positions(reader, Selection(through: Position(4)), from: Position(1))
            #expect(bounded == [2, 3, 4])
        }
    }

    @Test("following shows what another connection appends, without a gap or a repeat")
    func follows() async throws {
        try await withLog { log, reader in
            var seen: [UInt64] = []
            let enough = CancellationError()
            do {
                try await EventTail(log: reader, selection: .all, pause: .milliseconds(5), pageSize: 3)
                    .run(from: nil, limit: 2, follow: true) { events in
                        seen += events.map(\.position.value)
                        if seen.count == 2 {
                            for number in 0..<5 {
                                try log.enqueue(
                                    Proposal(
                                        [Self.resolved("r\(number)")], to: AlertEvents.stream(ofAlert: "r\(number)")))
                            }
                        }
                        if seen.count >= 7 { throw enough }
                    }
            } catch is CancellationError {}
            #expect(seen == Array(9...15))
        }
    }

    @Test("a line for people has time, position, type, stream and the data in short")
    func line() throws {
        let event = RecordedEvent(
            position: Position(7), time: Timestamp(nanoseconds: 1_800_000_000_123_456_789),
            stream: StreamName("alert", "slow"), revision: Revision(1), type: "alert.resolved", version: 1,
            metadata: EventMetadata(), payload: Array(#"{"rule":"slow","list":[1,2],"text":"a\nb"}"#.utf8))
        let plain = EventPrinter(style: .text(colours: false)).line(event)
        #expect(plain.hasPrefix("2027-01-15 08:00:00.123        7  alert.resolved            alert-slow"))
        #expect(plain.hasSuffix("rule=slow list=[2] text=a b"))
        #expect(EventPrinter(style: .text(colours: true)).line(event).contains("\u{1B}[32malert.resolved"))
        #expect(EventPrinter(style: .json).line(event).contains(#""type":"alert.resolved""#))
    }

    @Test("long data is cut")
    func cut() {
        let fields = (0..<40).map { #""field\#($0)":"\#(String(repeating: "x", count: 50))""# }.joined(separator: ",")
        let event = RecordedEvent(
            position: Position(1), time: Timestamp(nanoseconds: 0), stream: StreamName("a", "b"),
            revision: Revision(1), type: "a.b", version: 1, metadata: EventMetadata(),
            payload: Array("{\(fields)}".utf8))
        let line = EventPrinter(style: .text(colours: false), dataLimit: 60).line(event)
        #expect(line.hasSuffix("…"))
        #expect(line.count < 170)
    }

    @Test(
        "options out of range are wrong usage",
        arguments: [
            ["--limit", "0"], ["--from", "5", "--to", "4"], ["--follow", "--to", "9"], ["--stream", "x"],
            ["--trace", "12"],
        ])
    func usage(arguments: [String]) {
        #expect(throws: (any Error).self) { _ = try EventsCommand.parse(arguments) }
    }
}
