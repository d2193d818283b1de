import Access
import EventStore
import Logging
import Synchronization
import Testing

@testable import moneyprinter

@Suite("The keys of other issuers")
struct IssuerKeysTests {
    /// A clock and an issuer that the test moves, and a count of what was asked.
    private final class World: WallClock, Sendable {
        let state = Mutex((now: Timestamp(nanoseconds: 0), document: [UInt8](), asked: 0))

        func now() -> Timestamp { state.withLock { $0.now } }
        func pass(seconds: Double) { state.withLock { $0.now = $0.now.advanced(bySeconds: seconds) } }
        func show(_ ids: String...) {
            // The base point of P-256, a key as good as any for a set.
            let keys = ids.map {
                #"{"kty":"EC","crv":"P-256","kid":"\#($0)","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY","#
                    + #""y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}"#
            }
            state.withLock { $0.document = Array("{\"keys\":[\(keys.joined(separator: ","))]}".utf8) }
        }
        func fetch() -> [UInt8] {
            state.withLock {
                $0.asked += 1
                return $0.document
            }
        }
    }

    private static let issuer: Issuer = {
        var issuer = Issuer()
        (issuer.name, issuer.issuer, issuer.defaultRole) = ("corp", "https://login.example.org", "user")
        return issuer
    }()

    private let world = World()

    /// Runs the keeper; `body` gets it with a stream that tells of each new set.
    private func run(_ body: @escaping @Sendable (IssuerKeys, AsyncStream<Void>) async throws -> Void) async throws {
        let world = world
        let keys = IssuerKeys([Self.issuer], clock: world, logger: Logger(label: "test")) { _ in world.fetch() }
        let (changes, change) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keys.run { change.yield() } }
            try await body(keys, changes)
            group.cancelAll()
        }
    }

    private static func ids(_ keys: IssuerKeys) -> [String] { keys.trusted(resource: "r").flatMap(\.keys.ids) }

    @Test("are there from the start, and a missing one is looked for once the pause is over")
    func rotation() async throws {
        world.show("one")
        let world = world
        try await run { keys, changes in
            var changes = changes.makeAsyncIterator()
            await changes.next()
            #expect(Self.ids(keys) == ["one"])
            world.show("two")
            // Whatever tokens come within the minute, nobody is asked.
            for _ in 0..<10 { keys.noteUnknownKey(of: Self.issuer.issuer) }
            keys.noteUnknownKey(of: "https://other.example.org")
            world.pass(seconds: 61)
            keys.noteUnknownKey(of: Self.issuer.issuer)
            await changes.next()
            #expect(Self.ids(keys) == ["one", "two"])
            #expect(world.state.withLock { $0.asked } == 2)
        }
    }

    @Test("stay where the issuer has nothing that counts")
    func silence() async throws {
        world.show("one")
        let world = world
        try await run { keys, changes in
            var changes = changes.makeAsyncIterator()
            await changes.next()
            world.state.withLock { $0.document = Array("{}".utf8) }
            world.pass(seconds: 61)
            keys.noteUnknownKey(of: Self.issuer.issuer)
            while world.state.withLock({ $0.asked }) < 2 { await Task.yield() }
            #expect(Self.ids(keys) == ["one"])
            world.show("one", "three")
            world.pass(seconds: 61)
            keys.noteUnknownKey(of: Self.issuer.issuer)
            await changes.next()
            #expect(Self.ids(keys) == ["one", "three"])
        }
    }

    @Test("an issuer without a table of roles cannot choose ours")
    func roles() throws {
        let trusted = TrustedIssuer(Self.issuer, keys: TokenKeySet([]), resource: "https://videos.example.org/mcp")
        #expect(trusted.roles.map(\.role) == ["user"] && trusted.roles.map(\.value) == [""])
        #expect(trusted.audiences == ["https://videos.example.org/mcp"])
        #expect(trusted.algorithms == [.es256, .edDSA, .rs256])
    }
}
