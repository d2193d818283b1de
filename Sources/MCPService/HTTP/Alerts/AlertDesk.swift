import EventStore
import Projections

/// Changes rules and silences for whoever asks: by the routes, or by the tools.
///
/// Every change is an event with who made it.
struct AlertDesk: Sendable {
    /// Seconds a silence may last.
    static let longestSilence = 366 * 86_400.0

    let log: any EventLog
    let host: ProjectionHost
    let functions: AlertFunctions
    var clock: any WallClock = SystemWallClock()
    /// Whose doing it is.
    var metadata = EventMetadata(principal: EventMetadata.local)

    // MARK: Rules

    /// Saves them one after the other; the book shows them when this returns.
    func keep(_ rules: [AlertRuleSaved]) async throws -> JSON {
        var last = Position.start
        for rule in rules { last = try await append(rule, toRule: rule.name) }
        let book = try await host.view(RuleBook.self, including: last).value
        return [
            "position": .int(Int(last.value)), "rules": .array(rules.compactMap { book.rule($0.name)?.json }),
        ]
    }

    /// Nil where there is no rule of that name.
    func delete(_ name: String, reason: String?) async throws -> JSON? {
        guard host.read(RuleBook.self, { $0.value.rule(name) != nil }) else { return nil }
        let last = try await append(AlertRuleDeleted(name: name, reason: reason), toRule: name)
        try await host.wait(for: last)
        return ["position": .int(Int(last.value)), "deleted": .string(name)]
    }

    /// What rules would have done in the past, beside those of their names in force.
    func backtest(_ body: JSON) async throws -> JSON {
        let rules = try RuleText(functions: functions).rules(body)
        let from = try Query.moment("from", of: body)
        let to = try Query.moment("to", of: body)
        let book = host.view(RuleBook.self).value
        let inForce = rules.reduce(into: [String: AlertRule]()) { known, rule in
            known[rule.name] = book.rule(rule.name).flatMap { try? AlertRule($0.rule) }
        }
        return try await functions.backtest(rules, from, to, inForce)
    }

    // MARK: Silences

    func silence(_ body: JSON) async throws -> JSON {
        let matchers = (body["matchers"]?.array ?? []).compactMap(\.string)
        guard !matchers.isEmpty, matchers.count == body["matchers"]?.array?.count else {
            throw ParameterError("matchers", "'matchers' must hold at least one text such as severity=\"info\"")
        }
        try functions.check(matchers)
        let start = try Query.moment("start", of: body) ?? clock.now()
        let end = try end(of: body, start)
        guard let comment = body["comment"]?.string, !comment.isEmpty else {
            throw ParameterError("comment", "'comment' must say why")
        }
        let id = "\(SpanID.random().hex)"
        let author = body["author"]?.string ?? metadata.principal ?? EventMetadata.local
        let silence = AlertSilenced(
            id: id, matchers: matchers, author: author, comment: comment, start: start, end: end)
        return try await show(silence, id)
    }

    /// Ends a silence before its time; nil where there is no such one.
    func endSilence(_ id: String, author: String?) async throws -> JSON? {
        guard host.read(Silences.self, { $0.value.silence(id) != nil }) else { return nil }
        let author = author ?? metadata.principal ?? EventMetadata.local
        return try await show(AlertSilenceExpired(id: id, author: author), id)
    }

    private func end(of body: JSON, _ start: Timestamp) throws(ParameterError) -> Timestamp {
        if let seconds = body["seconds"]?.number {
            guard seconds > 0, seconds <= Self.longestSilence else {
                throw ParameterError(
                    "seconds", "'seconds' must be more than 0 and at most \(Int(Self.longestSilence))")
            }
            return start.advanced(bySeconds: seconds)
        }
        guard let end = try Query.moment("end", of: body), end > start else {
            throw ParameterError("end", "'end' must be a time after 'start', or 'seconds' a number")
        }
        return end
    }

    /// Appends and answers with the silence as it is then.
    private func show(_ event: any Event, _ id: String) async throws -> JSON {
        let last = try await log.append(
            [event], to: AlertEvents.stream(ofSilence: id), durability: .synced, metadata: metadata
        ).last
        let found = try await host.view(Silences.self, including: last).value.silence(id)
        return found?.json(at: clock.now()) ?? .null
    }

    private func append(_ event: any Event, toRule name: String) async throws -> Position {
        try await log.append(
            [event], to: AlertEvents.stream(ofRule: name), durability: .synced, metadata: metadata
        ).last
    }
}
