import EventStore
import Synchronization

/// Measures of writing.
///
/// Each makes a log of its own in `--folder`, reads it back and prints one line of JSON.
enum AppendCommands {
    /// `append --folder F [--events N] [--appenders K] [--durability committed|synced]`: K tasks, one event an append.
    static func append(_ options: Options) async throws -> JSONObject {
        let count = try options.int("events", default: 100_000)
        let appenders = try options.int("appenders", default: 256)
        let durability: Durability = options.text("durability", default: "committed") == "synced" ? .synced : .committed
        let folder = try options.text("folder")
        let (proposals, checksum) = try singles(count, seed: try options.int("seed", default: 1), durability)
        let log = try SQLiteEventLog.create(in: folder)
        let watch = Stopwatch()
        try await run(proposals, on: log, appenders: appenders)
        let (seconds, cpu) = (watch.seconds, watch.cpuSeconds)
        await log.close()
        let (closed, closedCPU) = (watch.seconds, watch.cpuSeconds)
        try await Verify.log(in: folder, holds: checksum)
        return [
            "events": .int(checksum.count), "seconds": .double(seconds), "cpu": .double(cpu),
            "events_per_second": .double(Double(checksum.count) / seconds), "closed_seconds": .double(closed),
            "closed_cpu": .double(closedCPU), "bytes": .int(try Footprint.stored(in: folder)),
        ]
    }

    /// Every event of the workload as an append of its own.
    static func singles(_ count: Int, seed: Int, _ durability: Durability) throws -> ([Proposal], Checksum) {
        var workload = Workload(seed: UInt64(seed))
        var proposals: [Proposal] = []
        var checksum = Checksum()
        while checksum.count < count {
            let batch = workload.next()
            for event in batch.events {
                checksum.add(event.payload)
                proposals.append(try Prepared.proposal(batch, CollectionOfOne(event), durability: durability))
            }
        }
        return (proposals, checksum)
    }

    static func run(_ proposals: [Proposal], on log: SQLiteEventLog, appenders: Int) async throws {
        let next = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<appenders {
                group.addTask {
                    while let index = next.take(below: proposals.count) { try await log.append(proposals[index]) }
                }
            }
            try await group.waitForAll()
        }
    }

    /// `import --folder F [--events N]`: the workload's batches in order from one task.
    static func bulk(_ options: Options) async throws -> JSONObject {
        let count = try options.int("events", default: 100_000)
        let folder = try options.text("folder")
        var workload = try options.workload()
        var proposals: [(Proposal, Int)] = []
        var checksum = Checksum()
        while checksum.count < count {
            let batch = workload.next()
            for event in batch.events { checksum.add(event.payload) }
            proposals.append((try Prepared.proposal(batch, batch.events), batch.events.count))
        }
        let log = try SQLiteEventLog.create(in: folder)
        let watch = Stopwatch()
        var importer = Importer(into: log)
        for (proposal, events) in proposals { try await importer.add(proposal, count: events) }
        try await importer.flush()
        let (seconds, cpu) = (watch.seconds, watch.cpuSeconds)
        await log.close()
        let (closed, closedCPU) = (watch.seconds, watch.cpuSeconds)
        try await Verify.log(in: folder, holds: checksum)
        return [
            "events": .int(checksum.count), "seconds": .double(seconds), "cpu": .double(cpu),
            "events_per_second": .double(Double(checksum.count) / seconds), "closed_seconds": .double(closed),
            "closed_cpu": .double(closedCPU), "bytes": .int(try Footprint.stored(in: folder)),
        ]
    }

    /// `latency --folder F [--events N]`: one appender, one event an append, after a thousand that do not count.
    static func latency(_ options: Options) async throws -> JSONObject {
        let warmUp = 1000
        let folder = try options.text("folder")
        let (proposals, checksum) = try singles(
            warmUp + (try options.int("events", default: 20_000)), seed: try options.int("seed", default: 1), .committed
        )
        let log = try SQLiteEventLog.create(in: folder)
        for proposal in proposals.prefix(warmUp) { try await log.append(proposal) }
        var latencies = Latencies(expecting: proposals.count)
        let watch = Stopwatch()
        for proposal in proposals.dropFirst(warmUp) {
            _ = try await latencies.time { try await log.append(proposal) }
        }
        let cpu = watch.cpuSeconds
        await log.close()
        try await Verify.log(in: folder, holds: checksum)
        return [
            "events": .int(proposals.count - warmUp), "p50_us": .double(latencies.percentile(0.5)),
            "p99_us": .double(latencies.percentile(0.99)), "max_us": .double(latencies.percentile(1)),
            "cpu_us": .double(cpu * 1e6 / Double(proposals.count - warmUp)),
        ]
    }

    /// `size --folder F [--events N] [--settle MS]`: batches one after another as a service appends them, on the
    /// workload's clock; the files while the log is open, `settle` after the last append, and after it is closed.
    static func size(_ options: Options) async throws -> JSONObject {
        let count = try options.int("events", default: 300_000)
        let settle = try options.int("settle", default: 8000)
        let folder = try options.text("folder")
        var workload = try options.workload()
        let clock = SimulatedClock(workload.now)
        let log = try SQLiteEventLog.create(in: folder, clock: clock)
        var checksum = Checksum()
        let watch = Stopwatch()
        while checksum.count < count {
            let batch = workload.next()
            for event in batch.events { checksum.add(event.payload) }
            clock.set(batch.time)
            try await log.append(try Prepared.proposal(batch, batch.events))
        }
        let seconds = watch.seconds
        let open = try Footprint.stored(in: folder)
        try await Task.sleep(for: .milliseconds(settle))
        let settled = try Footprint.stored(in: folder)
        let database = Footprint.size("\(folder)/events.db")
        await log.close()
        let closed = try Footprint.stored(in: folder)
        try await Verify.log(in: folder, holds: checksum)
        let events = Double(checksum.count)
        return [
            "events": .int(checksum.count), "seconds": .double(seconds),
            "payload_bytes_per_event": .double(Double(checksum.bytes) / events),
            "bytes_per_event_at_once": .double(Double(open) / events),
            "bytes_per_event_10s": .double(Double(settled) / events),
            "of_it_database": .double(Double(database) / events),
            "bytes_per_event": .double(Double(closed) / events),
        ]
    }
}

/// Hands out indexes to many tasks, each once.
final class Counter: Sendable {
    private let next = Atomic<Int>(0)

    func take(below limit: Int) -> Int? {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < limit ? index : nil
    }
}
