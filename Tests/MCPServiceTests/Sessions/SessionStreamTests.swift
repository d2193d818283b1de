import Access
import EventStore
import Projections
import Synchronization
import TestKit
import Testing

@testable import MCPService

@Suite("The stream that answers a session's request")
struct SessionStreamTests {
    private let caller = Caller(principal: Principal(id: "ann", role: "user", credential: .local))

    private func stream() async throws -> SessionStream {
        let log = InMemoryEventLog(clock: ManualClock())
        let desk = SessionDesk(log: log, host: ProjectionHost(log: log, projections: [Sessions.self]))
        let request = Request(
            id: .int(7), method: "tools/call", params: [:], revision: .r2025_11_25,
            origin: RequestOrigin(transport: .http, connection: "c"))
        return try await SessionStream.open(desk, session: "s", caller: caller, request: request)
    }

    private func read(_ stream: SessionStream, after position: Position, untilParted: Bool) async throws -> [JSON] {
        let seen = Mutex<[JSON]>([])
        try await stream.follow(after: position, untilParted: untilParted) { _, message in
            seen.withLock { $0.append(message) }
        }
        return seen.withLock { $0 }
    }

    @Test("is the same for whoever reads it, from wherever they left")
    func again() async throws {
        let stream = try await stream()
        await stream.record { notify in
            notify(1)
            notify(2)
            return 3
        }
        #expect(try await read(stream, after: stream.channel, untilParted: true) == [1, 2, 3])
        #expect(try await read(stream, after: stream.channel.advanced(by: 1), untilParted: false) == [2, 3])
    }

    @Test("ends without an answer where the client cancelled")
    func cancelled() async throws {
        let stream = try await stream()
        await stream.record { notify in
            notify(1)
            return nil
        }
        #expect(try await read(stream, after: stream.channel, untilParted: true) == [1])
    }

    @Test("ends for the connection it came by where the service parts it, and goes on for the next")
    func parted() async throws {
        let stream = try await stream()
        await stream.record { notify in
            await stream.part()
            return 1
        }
        #expect(try await read(stream, after: stream.channel, untilParted: true) == [])
        #expect(try await read(stream, after: stream.channel, untilParted: false) == [1])
    }

    @Test("of a process that died ends with an error for its request, once")
    func ended() async throws {
        let stream = try await stream()
        try await stream.end()
        try await stream.end()
        let messages = try await read(stream, after: stream.channel, untilParted: false)
        #expect(messages.count == 1)
        #expect(messages.first?["id"] == 7)
        #expect(messages.first?["error"]?["message"]?.string?.contains("restarted") == true)
    }
}
