import EventStore
import NIOCore

/// What is sent to the pages that look at one thing: each gets the whole once, then what changes.
///
/// A value that decides; ``LiveFeeds`` draws and sends.
struct LiveFeed {
    typealias Outlet = AsyncStream<ByteBuffer>.Continuation

    fileprivate struct Reader {
        let outlet: LiveFeed.Outlet
        /// It has to get the whole: it is new, or so slow that changes were dropped.
        var isBehind = true
    }

    private var readers: [Int: Reader] = [:]
    private var changes = PanelChanges()

    var isEmpty: Bool { readers.isEmpty }
    var hasNewReader: Bool { readers.values.contains(where: \.isBehind) }

    mutating func add(_ id: Int, _ outlet: Outlet) { readers[id] = Reader(outlet: outlet) }
    mutating func remove(_ id: Int) { readers[id] = nil }

    /// - Parameters:
    ///   - dashboard: as it is now; nil where it is gone.
    ///   - events: the body of an `events` message; nil for none.
    mutating func send(_ dashboard: JSON, events: JSON?, position: Position) {
        let changed = changes.take(dashboard)
        let hasChanges = changed["panels"]?.array?.isEmpty == false
        let delta = Self.message("panels", changed, position)
        let whole = hasNewReader ? Self.message("dashboard", dashboard, position) : nil
        let tail = events.map { Self.message("events", $0, position) }
        for id in readers.keys {
            if readers[id]?.isBehind == true {
                readers[id]?.send(whole)
            } else if hasChanges {
                readers[id]?.send(delta)
            }
            if let tail { readers[id]?.send(tail) }
        }
    }

    /// A comment, so that proxies and browsers do not give up.
    mutating func sendComment() {
        for id in readers.keys { _ = readers[id]?.outlet.yield(ByteBuffer(string: ": here\r\n\r\n")) }
    }

    func finish() {
        for reader in readers.values { reader.outlet.finish() }
    }

    private static func message(_ name: String, _ data: JSON, _ position: Position) -> ByteBuffer {
        var buffer = ByteBuffer(string: "id: \(position)\r\nevent: \(name)\r\ndata: ")
        buffer.writeBytes(data.bytes)
        buffer.writeString("\r\n\r\n")
        return buffer
    }
}

extension LiveFeed.Reader {
    fileprivate mutating func send(_ message: ByteBuffer?) {
        guard let message else { return }
        switch outlet.yield(message) {
        case .enqueued: isBehind = false
        case .dropped, .terminated: isBehind = true
        @unknown default: isBehind = true
        }
    }
}
