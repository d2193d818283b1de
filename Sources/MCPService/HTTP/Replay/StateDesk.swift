import EventStore
import Projections
import PromQL

/// Answers what was, when it began, and what sets failing calls apart: for the routes and for the tools.
struct StateDesk: Sendable {
    let log: any EventLog
    let host: ProjectionHost
    let series: SeriesHost
    let queries: QueryDesk
    let options: QueryOptions
    /// The data folder, absolute.
    let folder: String

    /// What differs between the read models as of two positions: `from`, `to`, `projection`.
    func difference(_ query: Query, limit: Int = 1000) async throws -> JSON {
        let (from, to) = try range(query)
        let name = query.text("projection").flatMap { $0.isEmpty ? nil : $0 }
        guard let before = try await host.models(asOf: from).state(of: name),
            let after = try await host.models(asOf: to).state(of: name)
        else { throw ParameterError("projection", "there is no projection '\(name ?? "")'") }
        let changes = JSONDifference(
            before["projections"] ?? .null, after["projections"] ?? .null, limit: limit)
        let head: JSONObject = ["from": .int(Int(from.value)), "to": .int(Int(to.value))]
        return .object(head.merging(changes.json.object ?? [:]))
    }

    /// The first position at which something holds: `expr` or `where`, `from`, `to`.
    func bisect(_ query: Query) async throws -> JSON {
        let (from, to) = try range(query)
        if let condition = query.text("where"), !condition.isEmpty {
            return try await bisect(where: condition, from: from, to: to)
        }
        guard let expression = query.text("expr"), !expression.isEmpty else {
            throw ParameterError(
                "expr", "'expr' is missing: an expression in PromQL that gives a series where it holds; or 'where'")
        }
        let bisection = Bisection(log: log, series: series, options: options)
        do {
            let found = try await queries.run { try await bisection.first(expression, from: from, to: to) }
            return ["found": found?.json ?? .null]
        } catch let error as ParseError {
            throw ParameterError("expr", "'expr': \(error)")
        } catch let error as QueryError {
            throw ParameterError("expr", "'expr': \(error)")
        }
    }

    private func bisect(where condition: String, from: Position, to: Position) async throws -> JSON {
        do {
            let found = try await queries.run {
                try await EventBisection(folder: folder, timeout: options.limits.timeout)
                    .first(condition, from: from, to: to)
            }
            return ["found": found ?? .null]
        } catch let error as StorageError {
            throw ParameterError("where", "'where': \(error)")
        }
    }

    /// What sets the failing calls of a tool apart: `tool`, `limit`, `from`, and a selection of events.
    func compare(_ query: Query) async throws -> JSON {
        let selection = try EventSearch.selection(query)
        let top = try query.int("limit", in: 1...200) ?? 20
        let first = try query.int("from", in: 1...Int.max) ?? 1
        return try await CallComparison(log: log).compare(
            tool: query.text("tool"), in: selection, after: Position(UInt64(first) - 1), top: top)
    }

    /// From the first position to the last where the call names none.
    private func range(_ query: Query) throws(ParameterError) -> (from: Position, to: Position) {
        let head = Int(log.head.value)
        let from = try query.int("from", in: 0...max(0, head)) ?? 0
        let to = try query.int("to", in: 0...max(0, head)) ?? head
        guard from <= to else { throw ParameterError("from", "'from' must not lie after 'to'") }
        return (Position(UInt64(from)), Position(UInt64(to)))
    }
}
