import PromQL

/// Conditions on the labels of alerts, all of which must hold: `severity="critical"`, `tool=~"create.*"`.
public struct LabelMatchers: Equatable, Sendable {
    let matchers: [Matcher]

    /// None: every alert matches.
    public static let all = LabelMatchers(matchers: [])

    private init(matchers: [Matcher]) { self.matchers = matchers }

    /// Reads matchers as people write them, one a text.
    ///
    /// - Throws: ``RoutingError``, naming the matcher.
    public init(_ texts: [String]) throws(RoutingError) {
        var matchers: [Matcher] = []
        for text in texts {
            // With another matcher beside it, so that one which matches everything is a selector too.
            guard let parsed = try? Parser.matchers("x{\(text)}"), parsed.count == 2,
                let matcher = parsed.first(where: { $0.name != Labels.metricName })
            else {
                throw RoutingError("matchers", "'\(text)' is no matcher such as severity=\"critical\"")
            }
            matchers.append(matcher)
        }
        self.matchers = matchers
    }

    public func match(_ labels: [String: String]) -> Bool {
        matchers.allSatisfy { $0.matches(labels[$0.name] ?? "") }
    }

    public var texts: [String] { matchers.map(\.description) }
}

/// What is wrong with the routing, and where.
public struct RoutingError: Error, Equatable, Sendable, CustomStringConvertible {
    public let field: String
    public let reason: String

    init(_ field: String, _ reason: String) {
        self.field = field
        self.reason = reason
    }

    public var description: String { "\(field): \(reason)" }
}
