import EventStore

/// Reads a log back and compares it with what was generated.
enum Verify {
    /// Positions 1 to the last without a gap, times that never fall, and payloads that add up to `expected`.
    static func log(in folder: String, holds expected: Checksum) async throws {
        let log = try SQLiteEventLog.openForReading(folder: folder)
        var found = Checksum()
        var last = Timestamp(nanoseconds: 0)
        try await log.eachPage { page in
            for event in page.events {
                found.add(event.payload)
                try Failure.unless(
                    event.position.value == UInt64(found.count),
                    "position \(event.position) in the place of \(found.count)")
                try Failure.unless(event.time >= last, "the time falls at position \(event.position)")
                last = event.time
            }
        }
        await log.close()
        try Failure.unless(found == expected, "\(folder) holds \(found), not \(expected)")
    }
}

extension EventLog {
    /// Reads a whole selection a page at a time.
    func eachPage(
        _ selection: Selection = .all, after start: Position = .start, limit: Int = 4096,
        _ body: (Page) throws -> Void
    ) async throws {
        var place = start
        while true {
            let page = try await read(selection, after: place, limit: limit)
            try body(page)
            if page.isLast { return }
            place = page.through
        }
    }
}
