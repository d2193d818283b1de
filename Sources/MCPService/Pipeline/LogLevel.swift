import EventStore
import Synchronization

/// How grave a log message is, as in syslog.
enum LogLevel: String, CaseIterable, Comparable, Sendable {
    case debug, info, notice, warning, error, critical, alert, emergency

    static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What legacy sessions asked for with `logging/setLevel`; modern requests carry their own.
final class SessionLevels: Sendable {
    /// Sessions remembered; the longest unheard of are forgotten.
    static let limit = 10_000

    private struct State {
        var levels: [String: LogLevel] = [:]
        var order: [String] = []
    }

    private let state = Mutex(State())

    func set(_ level: LogLevel, for scope: String) {
        state.withLock { state in
            if state.levels.updateValue(level, forKey: scope) == nil { state.order.append(scope) }
            guard state.order.count > Self.limit else { return }
            state.levels[state.order.removeFirst()] = nil
        }
    }

    func level(of scope: String) -> LogLevel? { state.withLock { $0.levels[scope] } }
}
