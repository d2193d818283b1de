import EventStore

/// Measures of a large log that goes on being written: opening, memory, and what one more append costs.
enum OpenCommands {
    /// `open --folder F [--appends N] [--seed S]`: opens for writing, then appends N events one an append, 64 a commit,
    /// and counts CPU from the first tenth of them on.
    ///
    /// The log grows, so give it a copy; a seed that was not used yet makes streams that the log does not know.
    static func open(_ options: Options) async throws -> JSONObject {
        let folder = try options.text("folder")
        let appends = try options.int("appends", default: 10_000)
        let seed = try options.int("seed", default: 99)
        let before = try Footprint.resident()
        let start = Stopwatch()
        let log = try SQLiteEventLog.open(folder: folder)
        let (openSeconds, openCPU) = (start.seconds, start.cpuSeconds)
        let head = log.head
        let opened = try Footprint.resident()
        let warmUp = appends / 10
        var workload = Workload(seed: UInt64(seed))
        var cpu = 0.0
        var written = Checksum()
        // In small portions: what waits to be appended must not count as the log's memory.
        while written.count < appends {
            let isWarm = written.count >= warmUp
            let portion = try take(min(1000, appends - written.count), of: &workload, &written)
            let watch = Stopwatch()
            try await append(portion, to: log)
            if isWarm { cpu += watch.cpuSeconds }
        }
        let resident = try Footprint.resident()
        try await verify(log, after: head, holds: written)
        await log.close()
        return [
            "head": .int(Int(head.value)), "open_ms": .double(openSeconds * 1000),
            "open_cpu_ms": .double(openCPU * 1000),
            "rss_before": .int(before), "rss_opened": .int(opened), "rss": .int(resident),
            "appends": .int(written.count),
            "append_cpu_us": .double(cpu * 1e6 / Double(max(1, written.count - warmUp))),
        ]
    }

    /// In groups of the same size every time: what a commit costs depends on it more than on anything else.
    private static func append(_ portion: [Proposal], to log: SQLiteEventLog) async throws {
        for start in stride(from: 0, to: portion.count, by: group) {
            let end = min(start + group, portion.count)
            for proposal in portion[start..<end - 1] { try log.enqueue(proposal) }
            try await log.append(portion[end - 1])
        }
    }

    /// Appends a commit.
    private static let group = 64

    private static func take(
        _ count: Int, of workload: inout Workload, _ written: inout Checksum
    ) throws -> [Proposal] {
        var proposals: [Proposal] = []
        while proposals.count < count {
            let batch = workload.next()
            for event in batch.events {
                written.add(event.payload)
                proposals.append(try Prepared.proposal(batch, CollectionOfOne(event)))
            }
        }
        return proposals
    }

    private static func verify(_ log: SQLiteEventLog, after head: Position, holds expected: Checksum) async throws {
        var found = Checksum()
        try await log.eachPage(after: head) { page in
            for event in page.events {
                found.add(event.payload)
                try Failure.unless(
                    event.position == head.advanced(by: found.count), "a gap before position \(event.position)")
            }
        }
        try Failure.unless(found == expected, "\(found) was appended, not \(expected)")
    }
}
