import EventStore
import Hummingbird
import Projections

/// `GET /v1/traces/{id}`: everything that happened within one trace, as a tree of spans.
struct TraceRoutes: Sendable {
    let log: any EventLog

    func add(to router: Router<ServiceContext>) {
        router.get("v1/traces/:id") { _, context in await one(context.parameters.get("id") ?? "") }
    }

    private func one(_ hex: String) async -> HTTPAnswer {
        guard let id = TraceID(hex: hex) else {
            return .problem(.badRequest, "'id' must be 32 hexadecimal digits", field: "id")
        }
        do throws(StorageError) {
            guard let trace = try await Trace.read(id, from: log) else {
                return .problem(.notFound, "there is no such trace")
            }
            return .json(trace)
        } catch {
            return .problem(.internalServerError, error.description)
        }
    }
}
