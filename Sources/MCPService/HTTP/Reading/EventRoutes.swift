import EventStore
import HTTPTypes
import Hummingbird

/// `GET /v1/events` and `GET /v1/events/{position}`: the log itself.
struct EventRoutes: Sendable {
    let log: any EventLog

    func add(to router: Router<ServiceContext>) {
        router.get("v1/events") { call, context in await list(call, context.owner) }
        router.get("v1/events/:position") { _, context in
            await one(context.parameters.get("position") ?? "", context.owner)
        }
    }

    /// Events in order after `from`, or the latest first with `order=desc`.
    private func list(_ call: HTTPCall, _ owner: String?) async -> HTTPAnswer {
        do {
            return .json(try await EventSearch(log: log).find(Query(call), ownedBy: owner))
        } catch let error as ParameterError {
            return .problem(.badRequest, error.message, field: error.field)
        } catch {
            return .problem(.internalServerError, "\(error)")
        }
    }

    private func one(_ text: String, _ owner: String?) async -> HTTPAnswer {
        guard let number = UInt64(text), number > 0 else {
            return .problem(.badRequest, "'position' must be a whole number from 1", field: "position")
        }
        let page = try? await log.read(.all, after: Position(number - 1), limit: 1)
        guard let event = page?.events.first, owner == nil || event.metadata.principal == owner else {
            return .problem(.notFound, "there is no event at \(number)")
        }
        return .json(event.json)
    }
}
