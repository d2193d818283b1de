import Access
public import EventStore
import HTTPTypes
import Hummingbird
import Projections

/// API keys over HTTP: `GET` and `POST /v1/keys`, `POST /v1/keys/upgrade`, `POST /v1/keys/{id}/rotate`,
/// `DELETE /v1/keys/{id}`.
struct KeyRoutes: Sendable {
    let desk: KeyDesk
    /// The keys of the configuration, which an upgrade makes hashed keys of.
    let published: [(key: String, entry: PublishedKeys.Entry)]
    let gate: Gate
    let host: ProjectionHost
    let clock: any WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("v1/keys") { _, _ in list() }
        router.post("v1/keys") { call, context in
            await Self.answer { try await create(try await call.json(upTo: Self.bodyLimit), context) }
        }
        router.post("v1/keys/upgrade") { _, context in await Self.answer { try await upgrade(context) } }
        router.post("v1/keys/:id/rotate") { call, context in
            await Self.answer { try await rotate(context, try await call.json(upTo: Self.bodyLimit)) }
        }
        router.delete("v1/keys/:id") { call, context in
            await Self.answer { try await revoke(context, Query(call)) }
        }
    }

    private func list() -> HTTPAnswer {
        let (view, now) = (host.view(KeyRing.self), clock.now())
        return .json([
            "position": .int(Int(view.position.value)), "keys": .array(view.value.keys.map { $0.json(now: now) }),
        ])
    }

    private func create(_ body: JSON, _ context: ServiceContext) async throws -> HTTPAnswer {
        guard let name = body["name"]?.string else { throw ParameterError("name", "'name' must be a text") }
        guard let role = body["role"]?.string else { throw ParameterError("role", "'role' must be a text") }
        let scopes = try Self.texts("scopes", of: body)
        var order = KeyDesk.Order(
            name: name, role: role, scopes: scopes, networks: try Self.texts("networks", of: body) ?? [])
        order.days = try days(of: body)
        let made = try await desk.create(
            order, roles: host.view(PolicyBook.self).value, by: context.caller.principal.id)
        return try await shown(made)
    }

    private func rotate(_ context: ServiceContext, _ body: JSON) async throws -> HTTPAnswer {
        let made = try await desk.rotate(
            context.parameters.get("id") ?? "", in: host.view(KeyRing.self).value, days: try days(of: body),
            by: context.caller.principal.id)
        return try await shown(made)
    }

    private func upgrade(_ context: ServiceContext) async throws -> HTTPAnswer {
        let done = try await desk.upgrade(
            published, in: host.view(KeyRing.self).value, roles: host.view(PolicyBook.self).value,
            by: context.caller.principal.id)
        if let position = done.position { try await host.wait(for: position) }
        gate.refresh()
        return .json(["keys": .array(done.made.map(\.shown))])
    }

    private func revoke(_ context: ServiceContext, _ query: Query) async throws -> HTTPAnswer {
        let id = context.parameters.get("id") ?? ""
        let position = try await desk.revoke(
            id, reason: query.text("reason") ?? "revoked", in: host.view(KeyRing.self).value,
            by: context.caller.principal.id)
        try await host.wait(for: position)
        gate.refresh()
        return .json(host.view(KeyRing.self).value.key(id)?.json(now: clock.now()) ?? .null)
    }

    /// The key's entry and, this once, the key.
    private func shown(_ made: KeyDesk.Made) async throws -> HTTPAnswer {
        try await host.wait(for: made.position)
        gate.refresh()
        var json = host.view(KeyRing.self).value.key(made.key.id)?.json(now: clock.now()).object ?? [:]
        json["secret"] = .string(made.key.revealed)
        return .json(.object(json), status: .created, headers: [.cacheControl: "no-store"])
    }

    static func texts(_ name: String, of body: JSON) throws(ParameterError) -> [String]? {
        guard let value = body[name], !value.isNull else { return nil }
        guard let list = value.array, case let texts = list.compactMap(\.string), texts.count == list.count else {
            throw ParameterError(name, "'\(name)' must be a list of texts")
        }
        return texts
    }

    /// A year where nothing is said; null for a key without an end.
    private func days(of body: JSON) throws(ParameterError) -> Int? {
        guard let value = body["days"] else { return KeyDesk.longestDays }
        if value.isNull { return nil }
        guard let days = value.int else { throw ParameterError("days", "'days' must be a whole number or null") }
        return days
    }

    /// The answer of `body`, or what was wrong with what it was given.
    static func answer(_ body: () async throws -> HTTPAnswer) async -> HTTPAnswer {
        await HTTPAnswer.alerting {
            do {
                return try await body()
            } catch let fault as KeyDesk.Fault {
                throw ParameterError(fault.field, "\(fault)")
            }
        }
    }

    static let bodyLimit = 65_536
}

extension KeyCreated {
    /// What an upgrade tells of a key.
    public var shown: JSON {
        [
            "key": .string(key), "name": .string(name), "role": .string(role),
            "expires": expires.map { .string($0.iso8601) } ?? .null,
        ]
    }
}
