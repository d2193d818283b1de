public import EventStore
public import Projections

/// What the alerting module does for the routes, handed in by whoever puts both together: neither knows the other.
public struct AlertFunctions: Sendable {
    /// Why a text or a rule cannot be used, in words for whoever wrote it.
    public struct Fault: Error, Sendable {
        let field: String?
        let message: String

        public init(field: String? = nil, _ message: String) {
            self.field = field
            self.message = message
        }
    }

    /// Reads a file of rules as Prometheus does.
    let parse: @Sendable (_ yaml: String) throws(Fault) -> [AlertRule]
    /// Writes rules as such a file.
    let write: @Sendable (_ rules: [AlertRule]) -> String
    /// Checks matchers such as `severity="info"`.
    let check: @Sendable (_ matchers: [String]) throws(Fault) -> Void
    /// What rules would have done in the past, beside those of their names in force.
    let backtest:
        @Sendable (_ rules: [AlertRule], _ from: Timestamp?, _ to: Timestamp?, _ inForce: [String: AlertRule])
            async throws
            -> JSON
    /// How an alert came about, as of a position.
    let explain: @Sendable (_ alert: ActiveAlerts.Alert, _ position: Position?) async throws -> JSON

    public init(
        parse: @escaping @Sendable (String) throws(Fault) -> [AlertRule],
        write: @escaping @Sendable ([AlertRule]) -> String,
        check: @escaping @Sendable ([String]) throws(Fault) -> Void,
        backtest: @escaping @Sendable ([AlertRule], Timestamp?, Timestamp?, [String: AlertRule]) async throws -> JSON,
        explain: @escaping @Sendable (ActiveAlerts.Alert, Position?) async throws -> JSON
    ) {
        self.parse = parse
        self.write = write
        self.check = check
        self.backtest = backtest
        self.explain = explain
    }
}
