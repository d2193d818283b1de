import Access
import EventStore
import Hummingbird
import Projections

/// Our own tokens over HTTP: `POST /v1/tokens` makes one, `POST /v1/tokens/revocations` takes some back.
struct TokenRoutes: Sendable {
    let desk: TokenDesk
    let gate: Gate
    let host: ProjectionHost

    func add(to router: Router<ServiceContext>) {
        router.post("v1/tokens") { call, context in
            await KeyRoutes.answer { try await issue(try await call.json(upTo: KeyRoutes.bodyLimit), context) }
        }
        router.post("v1/tokens/revocations") { call, context in
            await KeyRoutes.answer { try await revoke(try await call.json(upTo: KeyRoutes.bodyLimit), context) }
        }
    }

    private func issue(_ body: JSON, _ context: ServiceContext) async throws -> HTTPAnswer {
        guard let name = body["name"]?.string else { throw ParameterError("name", "'name' must be a text") }
        guard let role = body["role"]?.string else { throw ParameterError("role", "'role' must be a text") }
        var order = TokenDesk.Order(name: name, role: role, scopes: try KeyRoutes.texts("scopes", of: body))
        if let value = body["seconds"], !value.isNull {
            guard let seconds = value.int else { throw ParameterError("seconds", "'seconds' must be a whole number") }
            order.seconds = seconds
        }
        let made = try await desk.issue(order, roles: host.view(PolicyBook.self).value, by: context.caller.principal)
        return .json(made.json, status: .created, headers: [.cacheControl: "no-store"])
    }

    private func revoke(_ body: JSON, _ context: ServiceContext) async throws -> HTTPAnswer {
        let position = try await desk.revoke(
            token: try text("token", of: body), subject: try text("subject", of: body),
            reason: try text("reason", of: body) ?? "revoked", by: context.caller.principal.id)
        try await host.wait(for: position)
        gate.refresh()
        return .json(["position": .int(Int(position.value))])
    }

    private func text(_ name: String, of body: JSON) throws(ParameterError) -> String? {
        guard let value = body[name], !value.isNull else { return nil }
        guard let text = value.string else { throw ParameterError(name, "'\(name)' must be a text") }
        return text
    }
}
