import EventStore
import Testing

@testable import MCPService

@Suite("The requests of a connection")
struct SocketQueueTests {
    private func work(
        _ id: Int, _ revision: ProtocolRevision = .modern, _ method: String = "tools/list"
    ) -> SocketWork {
        .request(
            Request(
                id: .int(id), method: method, params: [:], revision: revision,
                origin: RequestOrigin(transport: .websocket, connection: "c1")))
    }

    private var queue: SocketQueue {
        var limits = SocketLimits()
        limits.running = 2
        limits.waiting = 1
        return SocketQueue(limits: limits)
    }

    @Test("run up to a bound, wait up to another, and are refused beyond it")
    func bounds() {
        var queue = queue
        #expect(queue.add(work(1), mayStart: true) == .start(1))
        #expect(queue.add(work(2), mayStart: true) == .start(2))
        #expect(queue.add(work(3), mayStart: true) == .wait)
        guard case .refuse = queue.add(work(4), mayStart: true) else {
            Issue.record("a request over the bound was taken")
            return
        }
        #expect(queue.next()?.number == nil)
        #expect(queue.finish(1) != nil)
        #expect(queue.next()?.number == 3)
    }

    @Test("do not share an id while they are under way")
    func identifiers() {
        var queue = queue
        #expect(queue.add(work(1), mayStart: true) == .start(1))
        guard case .refuse = queue.add(work(1), mayStart: true) else {
            Issue.record("an id was taken twice")
            return
        }
        #expect(queue.finish(1) != nil)
        #expect(queue.add(work(1), mayStart: true) == .start(2))
    }

    @Test("are cancelled by their id, but for the handshake")
    func cancelling() {
        var queue = queue
        #expect(queue.add(work(1), mayStart: true) == .start(1))
        #expect(queue.add(work(2, .latestLegacy, "initialize"), mayStart: true) == .start(2))
        #expect(queue.cancel(.int(7)) == nil)
        #expect(queue.cancel(.int(2)) == nil)
        #expect(queue.cancel(.int(1)) == 1)
        #expect(queue.finish(1) == nil, "it has no answer")
    }

    @Test("of the modern era end with their connection")
    func leaving() {
        var queue = queue
        #expect(queue.add(work(1), mayStart: true) == .start(1))
        #expect(queue.add(work(2, .latestLegacy), mayStart: true) == .start(2))
        #expect(queue.abandon() == [1])
        #expect(queue.count == 0)
    }
}
