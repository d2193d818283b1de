import EventStore

/// Measures of reading a log made by `build`, as a reader beside no writer.
enum ReadCommands {
    /// `scan --folder F --what envelopes|payloads|lines|type|type-payloads [--page N]`: the whole log once; what is read
    /// must add up.
    ///
    /// `lines` makes the lines of JSON of `replay range`, on all threads; `type` reads the envelopes of the kind that is
    /// one in a hundred, `type-payloads` what they say too.
    static func scan(_ options: Options) async throws -> JSONObject {
        let folder = try options.text("folder")
        let facts = try LogFacts.read(of: folder)
        let page = try options.int("page", default: 4096)
        let log = try SQLiteEventLog.openForReading(folder: folder)
        let watch = Stopwatch()
        switch try options.text("what") {
        case "envelopes": try await envelopes(log, facts, page)
        case "payloads": try await payloads(log, facts, page)
        case "lines": try await lines(log, facts)
        case "type": try await rareType(log, facts, page, withPayloads: false)
        case "type-payloads": try await rareType(log, facts, page, withPayloads: true)
        case let other: throw Failure("--what is envelopes, payloads, lines, type or type-payloads, not '\(other)'")
        }
        let (seconds, cpu) = (watch.seconds, watch.cpuSeconds)
        await log.close()
        return [
            "events": .int(facts.count), "seconds": .double(seconds), "cpu": .double(cpu),
            "events_per_cpu_second": .double(Double(facts.count) / cpu),
        ]
    }

    private static func envelopes(_ log: SQLiteEventLog, _ facts: LogFacts, _ limit: Int) async throws {
        var count = 0
        var sum: UInt64 = 0
        var last = Timestamp(nanoseconds: 0)
        var isOrdered = true
        try await log.eachPage(limit: limit) { page in
            for event in page.events {
                count += 1
                sum &+= LogFacts.sum(
                    revision: event.revision.value, trace: event.metadata.trace?.traceID.low ?? 0,
                    typeSize: event.type.name.utf8.count)
                isOrdered = isOrdered && event.position.value == UInt64(count) && event.time >= last
                last = event.time
            }
        }
        try Failure.unless(
            isOrdered && count == facts.count && sum == facts.envelopeSum, "the envelopes are not what was written")
    }

    private static func payloads(_ log: SQLiteEventLog, _ facts: LogFacts, _ limit: Int) async throws {
        var found = Checksum()
        try await log.eachPage(limit: limit) { page in
            for event in page.events { found.add(event.payload) }
        }
        try Failure.unless(
            found.count == facts.count && found.bytes == facts.payloadBytes && found.sum == facts.payloadSum,
            "the payloads are not what was written")
    }

    private static func lines(_ log: SQLiteEventLog, _ facts: LogFacts) async throws {
        var (count, bytes) = (0, 0)
        let selection = Selection(through: log.head)
        try await PagesAhead(log: log).each(selection, after: .start) { page in
            (count: page.events.count, bytes: EventLineWriter.lines(of: page.events).count)
        } take: { made in
            count += made.count
            bytes += made.bytes
        }
        try Failure.unless(
            count == facts.count && bytes > facts.payloadBytes, "\(count) lines, not the \(facts.count) events written")
    }

    private static func rareType(
        _ log: SQLiteEventLog, _ facts: LogFacts, _ limit: Int, withPayloads: Bool
    ) async throws {
        var count = 0
        var positions: UInt64 = 0
        var sum: UInt64 = 0
        let selection = Selection(types: [TypePattern(EventKind.rare.rawValue)])
        try await log.eachPage(selection, limit: limit) { page in
            for event in page.events {
                count += 1
                positions &+= event.position.value
                if withPayloads { sum &+= Checksum.hash(event.payload) }
            }
        }
        try Failure.unless(
            count == facts.rareCount && positions == facts.rarePositions && (sum == facts.rareSum || !withPayloads),
            "the events of type \(EventKind.rare.rawValue) are not what was written")
    }

    /// `point --folder F [--reads N]`: one event at random places of a sealed log, each once.
    static func point(_ options: Options) async throws -> JSONObject {
        let folder = try options.text("folder")
        let limit = try options.int("reads", default: 2000)
        var random = Seeded(seed: 7)
        let points = try LogFacts.read(of: folder).points.shuffled(using: &random).prefix(limit)
        let log = try SQLiteEventLog.openForReading(folder: folder)
        var latencies = Latencies(expecting: points.count)
        for point in points {
            let hash = try await latencies.time { try await log.hash(at: Position(point.position)) }
            try Failure.unless(hash == point.hash, "position \(point.position) is not what was written")
        }
        await log.close()
        return report(latencies, reads: points.count)
    }

    /// `tail --folder F [--reads N]`: one event out of the last few hundred, of a log that is open for writing.
    static func tail(_ options: Options) async throws -> JSONObject {
        let folder = try options.text("folder")
        let reads = try options.int("reads", default: 20_000)
        // No multiple of a segment, so that some of the last events are in none.
        let written = 4096 + 700
        let recent = 256
        let (proposals, _) = try AppendCommands.singles(written, seed: 3, .committed)
        let log = try SQLiteEventLog.create(in: folder)
        for proposal in proposals { try await log.append(proposal) }
        var expected: [UInt64] = []
        var workload = Workload(seed: 3)
        while expected.count < proposals.count {
            expected += workload.next().events.map { Checksum.hash($0.payload) }
        }
        var random = Seeded(seed: 7)
        var latencies = Latencies(expecting: reads)
        for _ in 0..<reads {
            let index = proposals.count - recent + random.below(recent)
            let position = Position(UInt64(index + 1))
            let hash = try await latencies.time { try await log.hash(at: position) }
            try Failure.unless(hash == expected[index], "position \(position) is not what was written")
        }
        await log.close()
        return report(latencies, reads: reads)
    }

    /// `lookup --folder F --by stream|trace [--keys N]`: all events of random keys, each asked once.
    static func lookup(_ options: Options) async throws -> JSONObject {
        let folder = try options.text("folder")
        let isStream = try options.text("by") == "stream"
        let facts = try LogFacts.read(of: folder)
        var random = Seeded(seed: 11)
        let keys = (isStream ? facts.streams : facts.traces).shuffled(using: &random)
            .prefix(try options.int("keys", default: 500))
        let log = try SQLiteEventLog.openForReading(folder: folder)
        var latencies = Latencies(expecting: keys.count)
        var found = 0
        for key in keys {
            let selection =
                isStream ? Selection(stream: StreamName(key.name)) : Selection(trace: TraceID(hex: key.name))
            let checksum = try await latencies.time { try await log.checksum(of: selection) }
            try Failure.unless(
                checksum.count == key.count && checksum.sum == key.sum,
                "\(key.name) has \(checksum.count) events, not the \(key.count) that were written")
            found += checksum.count
        }
        await log.close()
        var result = report(latencies, reads: keys.count)
        result["events_per_key"] = .double(Double(found) / Double(max(1, keys.count)))
        return result
    }

    private static func report(_ latencies: Latencies, reads: Int) -> JSONObject {
        [
            "reads": .int(reads), "p50_us": .double(latencies.percentile(0.5)),
            "p99_us": .double(latencies.percentile(0.99)), "max_us": .double(latencies.percentile(1)),
        ]
    }
}

extension EventLog {
    /// Of the payload of the one event at a position; nil where another is there.
    fileprivate func hash(at position: Position) async throws -> UInt64? {
        let page = try await read(.all, after: Position(position.value - 1), limit: 1)
        guard let event = page.events.first, event.position == position else { return nil }
        return Checksum.hash(event.payload)
    }

    fileprivate func checksum(of selection: Selection) async throws -> Checksum {
        var found = Checksum()
        try await eachPage(selection, limit: 1024) { page in
            for event in page.events { found.add(event.payload) }
        }
        return found
    }
}
