import EventStore

/// When events of each family came last: by that a rule is left alone while nothing that it watches can have changed.
struct TouchTimes: Codable, Sendable {
    private var requests: Timestamp?
    private var tasks: Timestamp?
    private var alerts: Timestamp?
    /// When something happened that may have changed anything: a start, or a tick that did not come in time.
    private var everything: Timestamp?
    private var tick: Timestamp?
    private var gap: Double?
    /// Of metrics that no family of events is known for.
    private var metrics = MetricTimes()

    /// Looks after metrics of others too, from a moment on.
    mutating func followMetrics(from moment: Timestamp) { metrics.follow(from: moment) }

    mutating func note(_ event: RecordedEvent) {
        metrics.note(event)
        if event.type == ServiceStarted.type { everything = event.time }
        if Tick.isTick(event.type) { noteTick(event.time) }
        let groups = TouchGroups.of(event.type)
        if groups.contains(.requests) { requests = event.time }
        if groups.contains(.tasks) { tasks = event.time }
        if groups.contains(.alerts) { alerts = event.time }
    }

    /// Whether anything that the reach covers has changed since a moment or shortly before it.
    func reach(_ reach: RuleReach, since moment: Timestamp) -> Bool {
        // A sample is still on its way through the window for as long as that is, and one tick more.
        guard reach.shortest >= 4 * (gap ?? .infinity) else { return true }
        let start = moment.advanced(bySeconds: -(reach.seconds + 2 * (gap ?? 0)))
        if let everything, everything > start { return true }
        let groups = reach.groups
        if groups.contains(.requests), let requests, requests > start { return true }
        if groups.contains(.tasks), let tasks, tasks > start { return true }
        if groups.contains(.alerts), let alerts, alerts > start { return true }
        return reach.metrics.map { metrics.reach($0, since: start) } ?? true
    }

    /// Windows hold the same number of samples only while ticks come at the same pace.
    private mutating func noteTick(_ time: Timestamp) {
        defer { tick = time }
        guard let tick else { return }
        let next = time.seconds(since: tick)
        if let gap, abs(next - gap) > gap / 4 { everything = time }
        gap = next
    }
}
