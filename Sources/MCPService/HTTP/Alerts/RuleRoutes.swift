import Access
import EventStore
import HTTPTypes
import Hummingbird
import Projections

/// The alert rules: read, changed, taken back.
///
/// Every change is an event with who and why.
///
/// `GET` and `PUT /v1/alerts/rules`, `GET` and `DELETE /v1/alerts/rules/{name}`,
/// `POST /v1/alerts/rules/{name}/rollback`.
struct RuleRoutes: Sendable {
    let log: any EventLog
    let host: ProjectionHost
    let functions: AlertFunctions
    let bodyLimit: Int

    func add(to router: Router<ServiceContext>) {
        router.get("v1/alerts/rules") { call, _ in await HTTPAnswer.alerting { try await list(Query(call)) } }
        router.put("v1/alerts/rules") { call, context in
            await HTTPAnswer.alerting { try await save(call, context.caller) }
        }
        router.get("v1/alerts/rules/:name") { call, context in
            await HTTPAnswer.alerting { try await one(context.parameters.get("name") ?? "", Query(call)) }
        }
        router.delete("v1/alerts/rules/:name") { call, context in
            await HTTPAnswer.alerting {
                try await delete(context.parameters.get("name") ?? "", Query(call), context.caller)
            }
        }
        router.post("v1/alerts/rules/:name/rollback") { call, context in
            await HTTPAnswer.alerting { try await rollBack(context.parameters.get("name") ?? "", call, context.caller) }
        }
    }

    private func list(_ query: Query) async throws -> HTTPAnswer {
        let view = try await PastView(host: host).view(RuleBook.self, query)
        guard try query.choice("format", of: ["json", "prometheus"]) == "prometheus" else {
            return .json(["position": .int(Int(view.position.value)), "rules": view.value.json])
        }
        let yaml = functions.write(view.value.rules.compactMap { try? AlertRule($0.rule) })
        return HTTPAnswer(
            status: .ok, headers: [.contentType: "application/yaml"],
            body: ResponseBody(byteBuffer: .init(string: yaml)))
    }

    private func one(_ name: String, _ query: Query) async throws -> HTTPAnswer {
        let book = try await PastView(host: host).view(RuleBook.self, query).value
        let versions = book.versions(of: name)
        guard !versions.isEmpty else { return Self.none(name) }
        return .json([
            "rule": book.rule(name)?.json ?? .null, "error": book.error(of: name).map(JSON.string) ?? .null,
            "versions": .array(versions.map(\.json)),
        ])
    }

    /// All of them, or none where one is wrong.
    private func save(_ call: HTTPCall, _ caller: Caller) async throws -> HTTPAnswer {
        let type = call.headers[.contentType] ?? ""
        let isYAML = type.contains("yaml")
        let rules = try RuleText(functions: functions).rules(try await call.text(upTo: bodyLimit), isYAML: isYAML)
        return .json(try await desk(caller).keep(rules.map(\.saved)))
    }

    private func desk(_ caller: Caller) -> AlertDesk {
        AlertDesk(
            log: log, host: host, functions: functions, metadata: EventMetadata(principal: caller.principal.id))
    }

    private func delete(_ name: String, _ query: Query, _ caller: Caller) async throws -> HTTPAnswer {
        guard let deleted = try await desk(caller).delete(name, reason: query.text("reason")) else {
            return Self.none(name)
        }
        return .json(deleted)
    }

    private func rollBack(_ name: String, _ call: HTTPCall, _ caller: Caller) async throws -> HTTPAnswer {
        let body = try await call.json(upTo: bodyLimit)
        guard let number = body["version"]?.int else {
            throw ParameterError("version", "'version' must be the number of a version of the rule")
        }
        let reason = body["reason"]?.string
        let book = host.view(RuleBook.self).value
        guard let rule = book.rollback(name, to: number, reason: reason) else {
            return .problem(.notFound, "the rule '\(name.prefix(64))' has no version \(number)", field: "version")
        }
        return .json(try await desk(caller).keep([rule]))
    }

    private static func none(_ name: String) -> HTTPAnswer {
        .problem(.notFound, "there is no rule '\(name.prefix(64))'")
    }
}
