import Access
import EventStore
import HTTPTypes
import NIOCore
import Projections
import Synchronization

/// How many connections each address has open: one address must not take them all.
final class ConnectionsByAddress: Sendable {
    private struct State {
        var open: [String: Int] = [:]
        var notes = RefusalNotes()
    }

    private let limit: Int
    private let log: any EventLog
    private let clock: any WallClock
    private let state = Mutex(State())

    init(limit: Int, log: any EventLog, clock: any WallClock = SystemWallClock()) {
        self.limit = limit
        self.log = log
        self.clock = clock
    }

    /// Counts a connection for as long as it is open; false where its address has as many as it may.
    ///
    /// A connection without an address, as of a test's channel, is not counted.
    func add(_ channel: any Channel) -> Bool {
        guard let address = channel.remoteAddress?.ipAddress.flatMap(NetworkAddress.init)?.limitKey else { return true }
        guard add(address) else { return false }
        channel.closeFuture.whenComplete { [self] _ in remove(address) }
        return true
    }

    private func add(_ address: String) -> Bool {
        let now = clock.now()
        let (isAdded, note) = state.withLock { state -> (Bool, LimitExceeded?) in
            let count = state.open[address, default: 0]
            guard count >= limit else {
                state.open[address] = count + 1
                return (true, nil)
            }
            let admission = Admission(
                isAdmitted: false, policy: "address-connections", key: address, quota: limit, window: 0, remaining: 0,
                resetSeconds: 0, retrySeconds: 1)
            return (false, state.notes.event(for: admission, at: now))
        }
        // Best effort: whoever is turned away is told either way.
        if let note { try? log.enqueue(Proposal([note], to: AccessEvents.limits)) }
        return isAdded
    }

    private func remove(_ address: String) {
        state.withLock { state in
            let count = state.open[address, default: 1]
            state.open[address] = count > 1 ? count - 1 : nil
        }
    }

    /// Addresses with connections.
    var count: Int { state.withLock { $0.open.count } }

    /// What the client of one connection too many is told.
    static var refusal: MCPAnswer {
        let error = RPCError(
            LimitAnswer.rpcCode, "Too many connections from this address",
            data: ["reason": "too_many_connections", "retryAfterSeconds": 1], http: RPCError.HTTPForm(status: 429))
        var answer = MCPAnswer.error(error, nil)
        answer.headers.append(HTTPField(name: .connection, value: "close"))
        return answer
    }
}
