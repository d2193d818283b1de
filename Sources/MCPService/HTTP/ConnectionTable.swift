import Access
import NIOCore
import Synchronization

/// Names each connection for as long as it is open, and counts them.
public final class ConnectionTable: Sendable {
    private struct State {
        var peers: [ObjectIdentifier: Peer] = [:]
        var last = 0
    }

    private let state = Mutex(State())
    private let instance: String

    /// - Parameter instance: makes the names unique over restarts.
    public init(instance: String) { self.instance = instance }

    /// Connections open now that have sent a request.
    public var count: Int { state.withLock { $0.peers.count } }

    /// Who is at the other end; the same for as long as the connection is open.
    func peer(of channel: any Channel) -> Peer {
        let id = ObjectIdentifier(channel)
        let (peer, isNew) = state.withLock { state in
            if let known = state.peers[id] { return (known, false) }
            state.last += 1
            let peer = Peer(
                connection: "\(instance)-\(state.last)",
                address: channel.remoteAddress?.ipAddress.flatMap(NetworkAddress.init))
            state.peers[id] = peer
            return (peer, true)
        }
        if isNew {
            channel.closeFuture.whenComplete { [self] _ in _ = state.withLock { $0.peers.removeValue(forKey: id) } }
        }
        return peer
    }
}
