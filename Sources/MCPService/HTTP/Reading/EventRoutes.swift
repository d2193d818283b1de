import EventStore
import HTTPTypes
import Hummingbird

/// `GET /v1/events` and `GET /v1/events/{position}`: the log itself.
struct EventRoutes: Sendable {
    private static let limits = 1...1000

    let log: any EventLog

    func add(to router: Router<ServiceContext>) {
        router.get("v1/events") { call, context in await list(call, context.owner) }
        router.get("v1/events/:position") { _, context in
            await one(context.parameters.get("position") ?? "", context.owner)
        }
    }

    /// Events in order after `from`, or the latest first with `order=desc`.
    private func list(_ call: HTTPCall, _ owner: String?) async -> HTTPAnswer {
        do throws(ParameterError) {
            let query = Query(call)
            var selection = try Self.selection(query)
            if let owner {
                guard selection.principal == nil || selection.principal == owner else {
                    throw ParameterError("principal", "'principal' may only be yourself: others' events are not shown")
                }
                selection.principal = owner
            }
            let limit = try query.int("limit", in: Self.limits) ?? 100
            let from = try query.int("from", in: 1...Int.max).map { Position(UInt64($0)) }
            let isBackwards = try query.choice("order", of: ["asc", "desc"]) == "desc"
            do throws(StorageError) {
                let page =
                    isBackwards
                    ? try await log.readBackwards(selection, before: from, limit: limit)
                    : try await log.read(selection, after: Position((from?.value ?? 1) - 1), limit: limit)
                return .json(Self.json(page, head: log.head, isBackwards: isBackwards))
            } catch {
                return .problem(.internalServerError, error.description)
            }
        } catch {
            return .problem(.badRequest, error.message, field: error.field)
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

    private static func json(_ page: Page, head: Position, isBackwards: Bool) -> JSON {
        var object: JSONObject = ["events": .array(page.events.map(\.json)), "head": .int(Int(head.value))]
        if !page.isLast {
            let next = isBackwards ? page.through : page.through.advanced(by: 1)
            object["next"] = .int(Int(next.value))
        }
        return .object(object)
    }

    static func selection(_ query: Query) throws(ParameterError) -> Selection {
        var selection = Selection(
            types: query.text("type")?.split(separator: ",").map { TypePattern(String($0)) } ?? [],
            category: query.text("category"), principal: query.text("principal"))
        if let name = query.text("stream") {
            guard let stream = StreamName(name) else {
                throw ParameterError("stream", "'stream' must have the form category-id, not '\(name)'")
            }
            selection.stream = stream
        }
        if let hex = query.text("trace") {
            guard let trace = TraceID(hex: hex) else {
                throw ParameterError("trace", "'trace' must be 32 hexadecimal digits, not '\(hex)'")
            }
            selection.trace = trace
        }
        selection.through = try query.int("to", in: 1...Int.max).map { Position(UInt64($0)) }
        selection.since = try query.time("since")
        selection.until = try query.time("until")
        return selection
    }
}
