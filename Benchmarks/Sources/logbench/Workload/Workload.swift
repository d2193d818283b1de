import EventStore

/// The standard workload: an endless, seeded run of a busy service.
///
/// Eight calls in flight at a time, the tasks that some of them make, metric samples of eight hosts, and an alert
/// notice once in every hundred events, at a random place of the hundred (so that no segment can be skipped).
///
/// About 326 bytes of JSON an event. Row by row, envelope included, zlib 6 makes 47 bytes an event of it in blocks of
/// 1,024; every JSON field deflated as a column of its own, 19, and the envelope and the random identifiers besides.
struct Workload {
    /// Raise it when the same seed gives other events: kept logs are then built again.
    static let version = 1
    /// 2026-11-01T00:00:00Z.
    private static let start = Timestamp(nanoseconds: 1_793_491_200_000_000_000)
    /// Between two appends, on the workload's clock.
    private static let gap = 3000
    private static let callsInFlight = 8

    private var random: Seeded
    private var calls: [Call?] = Array(repeating: nil, count: callsInFlight)
    private var jobs: [Job] = []
    private var hosts = Vocabulary.hosts.map(HostMetrics.init)
    private var alerts = AlertNotices()
    private var recent: Call?
    private var serial = 0
    private var sessions: [String]
    private let principals: [String]
    private(set) var count = 0
    private(set) var now = start

    /// - Parameter principals: on whose behalf calls are made, the first more often than the last.
    init(seed: UInt64, principals: Int = 1) {
        random = Seeded(seed: seed)
        self.principals = Vocabulary.principals(principals)
        sessions = []
        for _ in 0..<8 { sessions.append(random.uuid()) }
    }

    /// What is appended next.
    mutating func next() -> WorkloadBatch {
        now = Timestamp(nanoseconds: now.nanoseconds + Int64(1 + random.below(2 * Self.gap)) * 1000)
        let batch = make()
        count += batch.events.count
        return batch
    }

    private mutating func make() -> WorkloadBatch {
        if alerts.isDue(after: count, &random) { return alerts.next(at: now, &random) }
        if random.chance(30) { return hosts[random.below(hosts.count)].next(at: now, &random) }
        if !jobs.isEmpty, random.chance(30) { return stepJob() }
        return stepCall()
    }

    private mutating func stepJob() -> WorkloadBatch {
        let slot = random.below(jobs.count)
        let batch = jobs[slot].next(at: now, &random)
        if jobs[slot].isOver { jobs.remove(at: slot) }
        return batch
    }

    private mutating func stepCall() -> WorkloadBatch {
        let slot = random.below(calls.count)
        var call = calls[slot] ?? newCall()
        let batch = call.next(at: now, &random)
        calls[slot] = call.isOver ? nil : call
        return batch
    }

    /// One of the sessions that are open; now and then another client comes in one's place.
    private mutating func session() -> String {
        let slot = random.below(sessions.count)
        if random.chance(1) { sessions[slot] = random.uuid() }
        return sessions[slot]
    }

    private mutating func newCall() -> Call {
        serial += 1
        let call = Call(
            at: now, serial: serial, session: session(), principal: random.pickSkewed(principals), recent: recent,
            &random)
        if call.tool == .video {
            recent = call
            jobs.append(Job(of: call, at: now, &random))
        }
        return call
    }
}

/// The samples of one host: totals that grow and gauges that wander.
private struct HostMetrics {
    private let host: String
    private var revision: UInt64 = 0
    private var cpu = 1_000_000
    private var pages = 9000
    private var head = 1000
    private var connections = 8
    private var fast = 2000
    private var slow = 40_000

    init(_ host: String) { self.host = host }

    mutating func next(at time: Timestamp, _ random: inout Seeded) -> WorkloadBatch {
        cpu += 10_000 * (1 + random.below(16))
        if random.chance(20) { pages = max(4096, pages + 8 * (random.below(17) - 8)) }
        head += random.below(500)
        if random.chance(20) { connections = 8 + random.below(16) }
        if random.chance(10) { fast = 1000 + 100 * random.below(30) }
        if random.chance(10) { slow = 20_000 + 1000 * random.below(90) }
        defer { revision += 1 }
        return WorkloadBatch(
            stream: "metrics-\(host)", revision: revision, trace: nil, principal: nil, time: time,
            events: [WorkloadEvent(kind: .metricsSampled, payload: values(&random))])
    }

    /// Whole numbers are `Double`s in the catalogue, so they are written with a fraction.
    private func values(_ random: inout Seeded) -> [UInt8] {
        JSONText.object { json in
            json.object("values") { json in
                json.micros("log.bytes", head / 160 * 4096 * 1_000_000)
                json.micros("log.head", head * 1_000_000)
                json.micros("log.queue.events", random.chance(95) ? 0 : random.below(40) * 1_000_000)
                json.micros("mcp.connections.active", connections * 1_000_000)
                json.micros("mcp.requests.active", connections / 4 * 1_000_000)
                json.micros("mcp.requests.seconds.p50", fast)
                json.micros("mcp.requests.seconds.p99", slow)
                json.micros("process.cpu.seconds", cpu)
                json.micros("process.memory.bytes", pages * 4096 * 1_000_000)
                json.micros("process.open_files", (24 + connections) * 1_000_000)
                json.micros("projections.lag.events", random.chance(95) ? 0 : random.below(200) * 1_000_000)
                json.micros("tasks.queued", 0)
            }
        }
    }
}

/// The notices: one in every hundred events of the workload.
private struct AlertNotices {
    private var due = 0
    private var written = 0
    private var revisions = [UInt64](repeating: 0, count: Vocabulary.rules.count)

    /// Whether the hundred that is being filled still lacks its notice and its place has come.
    mutating func isDue(after count: Int, _ random: inout Seeded) -> Bool {
        if written > due / 100 { due = written * 100 + random.below(100) }
        return count >= due
    }

    mutating func next(at time: Timestamp, _ random: inout Seeded) -> WorkloadBatch {
        written += 1
        let rule = random.below(revisions.count)
        defer { revisions[rule] += 1 }
        let payload = JSONText.object { json in
            json.string("rule", Vocabulary.rules[rule])
            json.string("handler", random.chance(60) ? "log" : "webhook")
            json.string("status", random.chance(50) ? "triggered" : "resolved")
            let delivered = random.chance(95)
            json.bool("delivered", delivered)
            if !delivered { json.string("error", "the handler answered 503") }
        }
        return WorkloadBatch(
            stream: "alert-\(Vocabulary.rules[rule])", revision: revisions[rule], trace: nil, principal: nil,
            time: time, events: [WorkloadEvent(kind: .alertNotified, payload: payload)])
    }
}
