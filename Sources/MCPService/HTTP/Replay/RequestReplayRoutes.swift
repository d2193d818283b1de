import EventStore
import Hummingbird
import Projections

/// Recorded tool calls run again on today's build, each in a sandbox.
///
/// `POST /v1/replay/requests/{id}`, `POST /v1/replay/calls?tool=&outcome=&last=`, `GET /v1/replay/volatile`.
struct RequestReplayRoutes: Sendable {
    let functions: ReplayFunctions

    func add(to router: Router<ServiceContext>) {
        router.post("v1/replay/requests/:id") { _, context in
            await Self.replaying { try await one(context.parameters.get("id") ?? "") }
        }
        router.post("v1/replay/calls") { call, _ in await Self.replaying { try await many(Query(call)) } }
        router.get("v1/replay/volatile") { _, _ in HTTPAnswer.json(["fields": VolatileFields.json]) }
    }

    private func one(_ id: String) async throws -> HTTPAnswer {
        guard let reference = CallReference(id) else {
            throw ParameterError("id", "'id' must be \(CallReference.expected)")
        }
        return .json(try await functions.request(reference))
    }

    private func many(_ query: Query) async throws -> HTTPAnswer {
        let outcome = try query.choice("outcome", of: ["failing", "passing", "any"]) ?? "failing"
        let last = try query.int("last", in: 1...1000) ?? 20
        let failing: Bool? = outcome == "any" ? nil : outcome == "failing"
        return .json(try await functions.latest(query.text("tool"), failing, last))
    }

    private static func replaying(_ body: () async throws -> HTTPAnswer) async -> HTTPAnswer {
        await HTTPAnswer.reading {
            do {
                return try await body()
            } catch ReplayFunctions.Fault.unknown(let reason) {
                return .problem(.notFound, reason)
            } catch ReplayFunctions.Fault.busy(let reason) {
                return .problem(.serviceUnavailable, reason, headers: [.retryAfter: "5"])
            }
        }
    }
}
