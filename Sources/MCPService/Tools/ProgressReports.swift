import Synchronization

/// Reports whose values always rise, as the protocol asks, also where nothing has happened meanwhile.
final class ProgressReports: Sendable {
    /// What a report without news adds: too little to see.
    private static let step = 1e-6

    private let send: @Sendable (Double, String) -> Void
    private let last = Mutex(-1.0)

    init(_ send: @escaping @Sendable (Double, String) -> Void) { self.send = send }

    /// News: a value that is no higher than the last one is left out.
    func tell(_ value: Double, _ message: String) {
        let isNews = last.withLock { last in
            guard value > last else { return false }
            last = value
            return true
        }
        if isNews { send(value, message) }
    }

    /// A sign of life, with a value just above the last one where there is no higher.
    func beat(_ value: Double, _ message: String) {
        let next = last.withLock { last in
            last = min(1, max(value, last + Self.step))
            return last
        }
        if next < 1 { send(next, message) }
    }
}
