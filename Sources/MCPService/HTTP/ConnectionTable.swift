import NIOCore
import Synchronization

/// Names each connection for as long as it is open, and counts them.
public final class ConnectionTable: Sendable {
    private struct State {
        var names: [ObjectIdentifier: String] = [:]
        var last = 0
    }

    private let state = Mutex(State())
    private let instance: String

    /// - Parameter instance: makes the names unique over restarts.
    public init(instance: String) { self.instance = instance }

    /// Connections open now that have sent a request.
    public var count: Int { state.withLock { $0.names.count } }

    func name(of channel: any Channel) -> String {
        let id = ObjectIdentifier(channel)
        let (name, isNew) = state.withLock { state in
            if let known = state.names[id] { return (known, false) }
            state.last += 1
            let name = "\(instance)-\(state.last)"
            state.names[id] = name
            return (name, true)
        }
        if isNew {
            channel.closeFuture.whenComplete { [self] _ in _ = state.withLock { $0.names.removeValue(forKey: id) } }
        }
        return name
    }
}
