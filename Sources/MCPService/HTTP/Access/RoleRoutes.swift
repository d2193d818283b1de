import Access
import EventStore
import HTTPTypes
import Hummingbird
import Projections

/// Roles of one's own: `GET /v1/roles`, `PUT` and `DELETE /v1/roles/{name}`.
///
/// A role counts from its event on, for whoever has it; one with the name of a published role replaces that.
struct RoleRoutes: Sendable {
    let log: any EventLog
    let gate: Gate
    let host: ProjectionHost

    func add(to router: Router<ServiceContext>) {
        router.get("v1/roles") { _, _ in list() }
        router.put("v1/roles/:name") { call, context in
            await HTTPAnswer.alerting { try await save(try await call.json(upTo: Self.bodyLimit), context) }
        }
        router.delete("v1/roles/:name") { _, context in await HTTPAnswer.alerting { try await remove(context) } }
    }

    private func list() -> HTTPAnswer {
        let view = host.view(PolicyBook.self)
        let published = PublishedRoles.all.map { role -> JSON in
            [
                "name": .string(role.name), "allow": .array(role.allow.map { .string($0.description) }),
                "deny": .array(role.deny.map { .string($0.description) }),
            ]
        }
        return .json([
            "position": .int(Int(view.position.value)), "policy": .int(view.value.changes),
            "roles": view.value.json, "published": .array(published),
        ])
    }

    private func save(_ body: JSON, _ context: ServiceContext) async throws -> HTTPAnswer {
        let name = try name(context)
        let (allow, deny) = (try texts("allow", of: body), try texts("deny", of: body))
        do throws(RoleError) {
            _ = try Role(name: name, allow: allow, deny: deny)
        } catch {
            throw ParameterError(error.field, error.description)
        }
        let book = host.view(PolicyBook.self).value
        guard book.roles.count < PolicyBook.roleLimit || book.roles.contains(where: { $0.name == name }) else {
            throw ParameterError("name", "there are \(PolicyBook.roleLimit) roles already: remove one first")
        }
        return try await keep(RoleSaved(name: name, allow: allow, deny: deny), name, context.caller)
    }

    private func remove(_ context: ServiceContext) async throws -> HTTPAnswer {
        let name = try name(context)
        guard host.view(PolicyBook.self).value.roles.contains(where: { $0.name == name }) else {
            return .problem(.notFound, "there is no such role")
        }
        return try await keep(RoleRemoved(name: name), name, context.caller)
    }

    private func keep(_ event: any Event, _ name: String, _ caller: Caller) async throws -> HTTPAnswer {
        let appended = try await log.append(
            [event], to: AccessEvents.stream(ofRole: name), durability: .synced,
            metadata: EventMetadata(principal: caller.principal.id))
        try await host.wait(for: appended.last)
        gate.refresh()
        return list()
    }

    private func name(_ context: ServiceContext) throws(ParameterError) -> String {
        let name = context.parameters.get("name") ?? ""
        let isPlain = name.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        guard (1...40).contains(name.utf8.count), isPlain else {
            throw ParameterError("name", "'name' must be 1 to 40 of a-z, 0-9, - and _")
        }
        guard name != PublishedRoles.admin.name else {
            throw ParameterError("name", "'admin' may everything and cannot be changed, or nobody could undo it")
        }
        return name
    }

    private func texts(_ name: String, of body: JSON) throws(ParameterError) -> [String] {
        guard let value = body[name], !value.isNull else { return [] }
        guard let list = value.array, case let texts = list.compactMap(\.string), texts.count == list.count,
            texts.count <= 100
        else { throw ParameterError(name, "'\(name)' must be a list of at most 100 permissions") }
        return texts
    }

    private static let bodyLimit = 65_536
}
