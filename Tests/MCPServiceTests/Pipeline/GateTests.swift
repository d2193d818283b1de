import Access
import EventStore
import HTTPTypes
import Projections
import TestKit
import Testing

@testable import MCPService

@Suite("The gate")
struct GateTests {
    /// A gate over a log in memory, with the host that it looks into.
    private struct House {
        let clock = ManualClock()
        let log: InMemoryEventLog
        let host: ProjectionHost
        let gate: Gate
        let desk: KeyDesk

        init(anonymous: Principal? = .local, isDryRun: Bool = false) throws {
            log = InMemoryEventLog(clock: clock)
            host = ProjectionHost(log: log, projections: Gate.projections, timeout: .seconds(120))
            let pepper = try #require(Pepper(Array(repeating: 1, count: 32)))
            let clients = [Client(id: "farm", role: "user", secrets: [GateTests.secret])]
            let authenticator = Authenticator(
                keys: KeyVerifier(pepper: pepper), messages: MessageSignatureVerifier(clients: clients),
                anonymous: anonymous)
            gate = Gate(log: log, host: host, authenticator: authenticator, isDryRun: isDryRun, clock: clock)
            desk = KeyDesk(log: log, pepper: pepper, clock: clock)
        }

        /// Runs the host and the gate beside `body`.
        func run(
            _ limits: [LimitPolicy] = [], costs: [String: Int] = [:], _ body: () async throws -> Void
        ) async throws {
            let (host, gate) = (host, gate)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await host.run() }
                try await gate.begin(LimitPoliciesSet(policies: limits, costs: costs))
                try await body()
                group.cancelAll()
            }
        }

        func key(for name: String, as role: String) async throws -> APIKey {
            let made = try await desk.create(
                KeyDesk.Order(name: name, role: role), roles: host.view(PolicyBook.self).value, by: "local")
            try await host.wait(for: made.position)
            gate.refresh()
            return made.key
        }

        func enter(_ key: APIKey? = nil, from address: String = "10.0.0.1") -> Result<Caller, RPCError> {
            let lines = key.map { ["Bearer \($0.revealed)"] } ?? []
            return gate.enter(Presented(authorization: lines, from: NetworkAddress(address)), transport: "http")
        }

        func events<E: Event>(_ type: E.Type) async throws -> [E] {
            try await log.readAll(Selection(types: [TypePattern(E.type.name)])).compactMap { $0.body(as: E.self) }
        }
    }

    private static let secret = ClientSecret(Array(repeating: 5, count: 32))

    private func fault(_ result: Result<Caller, RPCError>) -> RPCError? {
        if case .failure(let error) = result { error } else { nil }
    }

    @Test("lets anybody of this machine in until the first key is made, and nobody without one from then on")
    func open() async throws {
        let house = try House()
        try await house.run {
            #expect(try house.enter().get().principal == .local)
            let key = try await house.key(for: "ann", as: "user")
            let refused = try #require(fault(house.enter()))
            #expect(refused.code == -32001 && refused.httpStatus == 401)
            #expect(refused.http?.fields.contains { $0.name == .wwwAuthenticate } == true)
            #expect(try house.enter(key).get().principal.id == "ann")
        }
    }

    @Test("asks everybody where the service can be reached from elsewhere")
    func closed() async throws {
        let house = try House(anonymous: nil)
        try await house.run { #expect(fault(house.enter())?.httpStatus == 401) }
    }

    @Test("does not know a revoked key")
    func revoked() async throws {
        let house = try House()
        try await house.run {
            let key = try await house.key(for: "ann", as: "user")
            let ring = house.host.view(KeyRing.self).value
            let position = try await house.desk.revoke(key.id, reason: "lost", in: ring, by: "local")
            try await house.host.wait(for: position)
            house.gate.refresh()
            #expect(fault(house.enter(key))?.code == -32001)
            #expect(try await house.events(AccessRefused.self).map(\.reason) == ["revoked_key"])
        }
    }

    @Test("writes down the use of a key once, and the failures that count")
    func notes() async throws {
        let house = try House()
        try await house.run {
            let key = try await house.key(for: "ann", as: "user")
            for _ in 0..<5 { _ = house.enter(key) }
            #expect(try await house.events(KeyUsed.self).map(\.key) == [key.id])
            var random = SplitMix64(seed: 9)
            for _ in 0..<2 { _ = house.enter(APIKey(using: &random)) }
            #expect(try await house.events(AccessRefused.self).map(\.reason) == ["unknown_key", "unknown_key"])
        }
    }

    @Test("does not listen to an address that fails too often, and listens again later")
    func lockout() async throws {
        let house = try House()
        try await house.run {
            let key = try await house.key(for: "ann", as: "user")
            var random = SplitMix64(seed: 9)
            for _ in 0..<20 { _ = house.enter(APIKey(using: &random)) }
            let locked = try #require(fault(house.enter(key)))
            #expect(locked.httpStatus == 429 && locked.retryAfterSeconds == 900)
            #expect(try house.enter(key, from: "10.0.0.2").get().principal.id == "ann")
            house.clock.advance(bySeconds: 901)
            #expect(try house.enter(key).get().principal.id == "ann")
        }
    }

    @Test("permits what the role may, and says by which rule")
    func policy() async throws {
        let house = try House()
        try await house.run {
            let key = try await house.key(for: "ann", as: "user")
            let ann = try house.enter(key).get()
            guard
                case .admitted(let access, let standing) = house.gate.judge(
                    ann, .call(tool: "create_video"), connection: "c")
            else {
                Issue.record("it was not permitted")
                return
            }
            #expect(access.rule == "user: allow tools:call:*" && access.units == 1 && access.role == "user")
            #expect(standing == nil, "no limit applies")
            let error = try #require(house.gate.permit(ann, Permission("alerts", "write"), connection: "c"))
            #expect(error.code == -32002 && error.httpStatus == 403)
            let denied = try await house.events(AccessDenied.self)
            #expect(denied.map(\.permission) == ["alerts:write"] && denied.map(\.rule) == ["user: no rule"])
        }
    }

    @Test("knows when somebody it let in is welcome no more")
    func welcome() async throws {
        let house = try House()
        try await house.run {
            let ann = try house.enter(try await house.key(for: "ann", as: "user")).get()
            let key = try await house.key(for: "bob", as: "user")
            let bob = try house.enter(key).get()
            #expect(house.gate.isWelcome(ann) && house.gate.isWelcome(bob) && house.gate.isWelcome(.local))
            let position = try await house.desk.revoke(
                key.id, reason: "lost", in: house.host.view(KeyRing.self).value, by: "local")
            try await house.host.wait(for: position)
            house.gate.refresh()
            #expect(house.gate.isWelcome(ann) && !house.gate.isWelcome(bob) && !house.gate.isWelcome(bob.later))
            house.clock.advance(bySeconds: 366 * 86_400)
            #expect(!house.gate.isWelcome(ann))
        }
    }

    @Test("lets somebody in again by what it knows until anything changes, or the time is over")
    func again() async throws {
        let house = try House()
        try await house.run {
            let key = try await house.key(for: "ann", as: "user")
            let presented = Presented(authorization: ["Bearer \(key.revealed)"], from: NetworkAddress("10.0.0.1"))
            func known() throws -> Gate.Known {
                let changes = house.gate.changes
                let caller = try house.gate.enter(presented, transport: "http").get()
                return try #require(house.gate.known(caller, by: presented, since: changes))
            }
            let before = try known()
            #expect(house.gate.enter(again: before)?.principal.id == "ann")
            _ = try await house.key(for: "bob", as: "user")
            #expect(house.gate.enter(again: before) == nil, "the keys have changed")
            let after = try known()
            house.clock.advance(bySeconds: 366 * 86_400)
            #expect(house.gate.enter(again: after) == nil, "the key has expired")
            #expect(house.gate.known(.local, by: presented, since: house.gate.changes) == nil)
        }
    }

    @Test("counts somebody it knows against the limit of their address all the same")
    func againCounted() async throws {
        let house = try House()
        let address = LimitPolicy(name: "address", scope: .address, quota: 3, window: 3600)
        try await house.run([address]) {
            let key = try await house.key(for: "ann", as: "user")
            let presented = Presented(authorization: ["Bearer \(key.revealed)"], from: NetworkAddress("10.0.0.1"))
            let changes = house.gate.changes
            let caller = try house.gate.enter(presented, transport: "http").get()
            let known = try #require(house.gate.known(caller, by: presented, since: changes))
            let answers = (0..<4).map { _ in house.gate.enter(again: known) != nil }
            #expect(answers == [true, true, false, false])
        }
    }

    @Test("does not know a key by its hash alone, and one that was upgraded by its text")
    func upgraded() async throws {
        let house = try House()
        try await house.run {
            let published = [
                (key: "mcp_0123456789abcdef", entry: PublishedKeys.Entry(name: "old", role: "user")),
                (key: "mcp_fedcba9876543210", entry: PublishedKeys.Entry(name: "off", role: "user", isActive: false)),
                (key: "eyJ0123456789abcdef", entry: PublishedKeys.Entry(name: "odd", role: "user")),
            ]
            func upgrade() async throws -> [KeyCreated] {
                let done = try await house.desk.upgrade(
                    published, in: house.host.view(KeyRing.self).value, roles: house.host.view(PolicyBook.self).value,
                    by: "local")
                if let position = done.position { try await house.host.wait(for: position) }
                house.gate.refresh()
                return done.made
            }
            let made = try await upgrade()
            #expect(made.map(\.name) == ["old"] && made.first?.expires != nil)
            #expect(try await upgrade().isEmpty, "once is enough")
            func enter(_ text: String) -> Result<Caller, RPCError> {
                house.gate.enter(
                    Presented(authorization: ["Bearer \(text)"], from: NetworkAddress("10.0.0.1")), transport: "http")
            }
            let old = try enter("mcp_0123456789abcdef").get()
            #expect(old.principal.id == "old" && old.principal.credential == .apiKey(id: made[0].key))
            for wrong in ["mcp_fedcba9876543210", made[0].mac, made[0].key, "mcp_0123456789abcdeF"] {
                #expect(fault(enter(wrong))?.httpStatus == 401)
            }
        }
    }

    @Test("tells whoever was admitted where they stand, by the limits in force")
    func standing() async throws {
        let house = try House()
        let limits = [LimitPolicy(name: "user-minute", scope: .principal, role: "user", quota: 10, window: 60)]
        try await house.run(limits, costs: ["create_video": 4]) {
            let ann = try house.enter(try await house.key(for: "ann", as: "user")).get()
            func fields(_ tool: String) -> [String] {
                guard
                    case .admitted(_, let standing) = house.gate.judge(
                        ann, .call(tool: tool), connection: "c", tool: tool)
                else { return [] }
                return standing?.fields.map(\.value) ?? []
            }
            #expect(fields("create_video") == ["\"user-minute\";q=10;w=60", "\"user-minute\";r=6;t=24"])
            #expect(fields("generate_video_script") == ["\"user-minute\";q=10;w=60", "\"user-minute\";r=5;t=30"])
            #expect(fields("create_video").last == "\"user-minute\";r=1;t=54")
            #expect(fields("create_video").isEmpty, "refused")
        }
    }

    @Test("shows others' things to those who may see them, and to the rest their own")
    func owners() async throws {
        let house = try House()
        try await house.run {
            let ann = try house.enter(try await house.key(for: "ann", as: "user")).get()
            let root = try house.enter(try await house.key(for: "root", as: "admin")).get()
            #expect(house.gate.owner(ann, "tasks") == "ann" && house.gate.owner(root, "tasks") == nil)
            #expect(house.gate.owner(.local, "events") == nil && house.gate.owner(.nobody, "events") == "nobody")
        }
    }

    @Test("only notes what is denied in a dry run")
    func dryRun() async throws {
        let house = try House(isDryRun: true)
        try await house.run {
            let ann = try house.enter(try await house.key(for: "ann", as: "user")).get()
            #expect(house.gate.permit(ann, Permission("alerts", "write"), connection: "c") == nil)
            #expect(try await house.events(AccessDecided.self).map(\.permitted) == [false])
        }
    }

    @Test("admits a quota to the request, from however many threads, and says when again")
    func quota() async throws {
        let house = try House()
        let limit = LimitPolicy(name: "user-minute", scope: .principal, role: "user", quota: 100, window: 60)
        try await house.run([limit]) {
            let ann = try house.enter(try await house.key(for: "ann", as: "user")).get()
            let gate = house.gate
            let admitted = await withTaskGroup(of: Int.self) { group in
                for thread in 0..<16 {
                    group.addTask {
                        (0..<20).count { _ in gate.permit(ann, nil, connection: "c\(thread)") == nil }
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(admitted == 100)
            let error = try #require(gate.permit(ann, nil, connection: "c"))
            #expect(error.httpStatus == 429 && error.code == -32004 && error.retryAfterSeconds == 1)
            #expect(
                error.http?.fields.first { $0.name.canonicalName == "ratelimit-policy" }?.value
                    == "\"user-minute\";q=100;w=60")
            #expect(try await house.events(LimitExceeded.self).count == 1)
        }
    }

    @Test("puts limits in force once, and finds them in force after a restart")
    func restart() async throws {
        let house = try House()
        let limit = LimitPolicy(name: "user-minute", scope: .principal, role: "user", quota: 100, window: 60)
        try await house.run([limit]) {
            try await house.gate.begin(LimitPoliciesSet(policies: [limit], costs: [:]))
            #expect(try await house.events(LimitPoliciesSet.self).count == 1)
        }
    }

    @Test("takes a signature once, and writes it down with what carried it")
    func signature() async throws {
        let house = try House()
        let plain = SignedMessage(
            method: "GET", scheme: "http", authority: "here", target: "/v1/tasks", fields: [("host", "here")], body: [])
        let seconds = house.clock.now().nanoseconds / 1_000_000_000
        let fields = try #require(
            MessageSigner(client: "farm", secret: Self.secret).fields(
                for: plain, nonce: "0123456789abcdef", created: seconds))
        let signed = SignedMessage(
            method: "GET", scheme: "http", authority: "here", target: "/v1/tasks", fields: plain.fields + fields,
            body: [])
        let presented = Presented(authorization: [], message: signed, from: NetworkAddress("10.0.0.1"))
        try await house.run {
            let farm = try house.gate.enter(presented, transport: "http").get()
            #expect(farm.principal.id == "farm" && farm.later.nonce == nil)
            _ = house.gate.permit(farm, nil, connection: "c")
            let repeated = try #require(fault(house.gate.enter(presented, transport: "http")))
            #expect(repeated.code == -32001)
            let received = try await house.events(RequestReceived.self)
            #expect(received.map { $0.access?.nonce } == [farm.nonce] && farm.nonce != nil)
        }
    }
}
