import PromQL

/// One group of a file of rule tests: series, and what rules make of them.
struct RuleTest: Sendable {
    struct Series: Sendable {
        let labels: Labels
        let values: [Double?]
    }

    struct AlertCheck: Sendable {
        struct Expected: Hashable, Sendable {
            let labels: [String: String]
            let annotations: [String: String]
        }

        let line: Int
        let time: Double
        let alertName: String
        let expected: [Expected]
    }

    struct QueryCheck: Sendable {
        struct Expected: Sendable {
            let labels: Labels
            let value: Double
        }

        let line: Int
        let time: Double
        let expr: String
        let expected: [Expected]
    }

    let name: String
    let line: Int
    /// Seconds between two samples of a series.
    let interval: Double
    let series: [Series]
    let alertChecks: [AlertCheck]
    let queryChecks: [QueryCheck]
    let externalLabels: [String: String]
    let externalURL: String

    /// Seconds up to which rules are evaluated.
    var end: Double { (alertChecks.map(\.time) + queryChecks.map(\.time)).max() ?? 0 }
}
