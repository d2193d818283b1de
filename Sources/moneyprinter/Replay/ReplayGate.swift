import MCPService
import Synchronization

/// Lets only so many replays run at once; one more is refused.
final class ReplayGate: Sendable {
    private let free: Mutex<Int>

    init(width: Int) { free = Mutex(width) }

    func run<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let isFree = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        guard isFree else {
            throw ReplayFunctions.Fault.busy("as many calls as may be at once are being run again: try again shortly")
        }
        defer { free.withLock { $0 += 1 } }
        return try await body()
    }
}
