public import EventStore
import Synchronization

/// Results of tools that give the same for the same: kept for a time, by caller, tool and arguments.
///
/// Bounded by entries and bytes; the longest unused go first. Nobody gets what was made for somebody else.
public final class ToolCache: Sendable {
    /// Whether a result was at hand.
    enum Use: String, Sendable { case hit, miss }

    /// What a result belongs to.
    struct Key: Hashable, Sendable {
        private let digest: [UInt8]

        /// - Parameter arguments: checked, defaults filled in.
        init(principal: String, tool: String, arguments: JSONObject) {
            digest = Digest.of([.string(principal), .string(tool), .object(arguments)])
        }
    }

    private struct Entry {
        let output: JSONObject
        let bytes: Int
        let end: Timestamp
        var used: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var bytes = 0
        var clock: UInt64 = 0

        mutating func remove(_ key: Key) {
            if let entry = entries.removeValue(forKey: key) { bytes -= entry.bytes }
        }
    }

    private let entryLimit: Int
    private let byteLimit: Int
    private let seconds: Double?
    private let clock: any WallClock
    private let state = Mutex(State())

    /// - Parameter seconds: for which results are kept, 0 for not at all; nil: as long as each tool says.
    public init(
        entryLimit: Int = 1000, byteLimit: Int = 8 << 20, seconds: Double? = nil,
        clock: any WallClock = SystemWallClock()
    ) {
        self.seconds = seconds
        self.entryLimit = entryLimit
        self.byteLimit = byteLimit
        self.clock = clock
    }

    /// What was kept; nil where there is none, or it is too old.
    func output(for key: Key) -> JSONObject? {
        let now = clock.now()
        return state.withLock { state in
            guard let entry = state.entries[key] else { return nil }
            guard entry.end > now else {
                state.remove(key)
                return nil
            }
            state.clock += 1
            state.entries[key]?.used = state.clock
            return entry.output
        }
    }

    /// Keeps a result; one that is larger than an eighth of the room is not kept.
    func keep(_ output: JSONObject, for key: Key, seconds: Double) {
        let bytes = JSON.object(output).bytes.count
        let seconds = self.seconds ?? seconds
        guard bytes <= byteLimit / 8, entryLimit > 0, seconds > 0 else { return }
        let end = clock.now().advanced(bySeconds: seconds)
        state.withLock { state in
            state.remove(key)
            state.clock += 1
            state.entries[key] = Entry(output: output, bytes: bytes, end: end, used: state.clock)
            state.bytes += bytes
            while state.bytes > byteLimit || state.entries.count > entryLimit {
                guard let oldest = state.entries.min(by: { $0.value.used < $1.value.used })?.key else { return }
                state.remove(oldest)
            }
        }
    }

    /// Forgets everything.
    public func clear() {
        state.withLock { $0 = State() }
    }

    /// Results that are kept.
    var count: Int { state.withLock(\.entries.count) }
}
