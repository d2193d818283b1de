import EventStore

/// Making what the other commands and programs measure with.
enum BuildCommands {
    /// `generate --out FILE [--events N] [--seed S]`: the workload as a file, for `rows.c` and the Python peer.
    static func generate(_ options: Options) async throws -> JSONObject {
        let checksum = try WorkloadFile.write(
            try options.int("events", default: 100_000), seed: UInt64(try options.int("seed", default: 1)),
            to: try options.text("out"))
        return [
            "events": .int(checksum.count), "payload_bytes": .int(checksum.bytes),
            "mean_payload": .double(Double(checksum.bytes) / Double(checksum.count)),
        ]
    }

    /// `build --folder F [--events N] [--seed S] [--stretch K]`: a large log by import, and its facts.
    ///
    /// On the workload's clock, on which 10 million events take six hours, or one that is K times as slow.
    static func build(_ options: Options) async throws -> JSONObject {
        let count = try options.int("events", default: 1_000_000)
        let seed = UInt64(try options.int("seed", default: 1))
        let folder = try options.text("folder")
        let stretch = Double(try options.int("stretch", default: 1))
        var workload = Workload(seed: seed)
        let start = workload.now
        let clock = SimulatedClock(start)
        let log = try SQLiteEventLog.create(in: folder, clock: clock)
        var gatherer = FactsGatherer(seed: seed, events: count)
        var importer = Importer(into: log)
        let watch = Stopwatch()
        while workload.count < count {
            let batch = workload.next()
            gatherer.add(batch)
            clock.set(start.advanced(bySeconds: batch.time.seconds(since: start) * stretch))
            try await importer.add(try Prepared.proposal(batch, batch.events), count: batch.events.count)
        }
        try await importer.flush()
        let facts = gatherer.finished()
        try Failure.unless(log.head.value == UInt64(facts.count), "the head is \(log.head), not \(facts.count)")
        await log.close()
        let seconds = watch.seconds
        var checksum = Checksum()
        checksum.count = facts.count
        checksum.bytes = facts.payloadBytes
        checksum.sum = facts.payloadSum
        try await Verify.log(in: folder, holds: checksum)
        try facts.write(of: folder)
        return [
            "events": .int(facts.count), "seconds": .double(seconds), "rare": .int(facts.rareCount),
            "bytes_per_event": .double(Double(try Footprint.stored(in: folder)) / Double(facts.count)),
            "points": .int(facts.points.count), "streams": .int(facts.streams.count),
            "traces": .int(facts.traces.count),
        ]
    }
}
