import EventStore

/// The tool calls under way, by principal: so many at once and no more.
struct CallsAtOnce {
    static let policy = "calls-at-once"
    /// Seconds between two notes of one principal's refusals.
    private static let spacing = 10.0

    let limit: Int
    private var running: [String: Int] = [:]
    /// Refusals since the last note, of principals that have calls under way.
    private var refusals: [String: (notedAt: Timestamp, unnoted: Int)] = [:]

    init(limit: Int) { self.limit = limit }

    enum Verdict {
        case started
        /// With the event that tells of it, where it is time for one.
        case refused(LimitExceeded?)
    }

    mutating func start(_ principal: String, at now: Timestamp) -> Verdict {
        let count = running[principal, default: 0]
        guard count >= limit else {
            running[principal] = count + 1
            return .started
        }
        let last = refusals[principal]
        let refused = (last?.unnoted ?? 0) + 1
        if let last, now.seconds(since: last.notedAt) < Self.spacing {
            refusals[principal] = (last.notedAt, refused)
            return .refused(nil)
        }
        refusals[principal] = (now, 0)
        return .refused(LimitExceeded(policy: Self.policy, key: principal, refused: refused, retrySeconds: 1))
    }

    mutating func finish(_ principal: String) {
        guard let count = running[principal] else { return }
        running[principal] = count > 1 ? count - 1 : nil
        if count == 1 { refusals[principal] = nil }
    }

    var principals: Int { running.count }
}
