/// One panel of a dashboard.
public struct Panel: Equatable, Sendable {
    /// Where it stands, in a grid of 24 columns.
    public struct Grid: Equatable, Sendable {
        public let x: Int
        public let y: Int
        public let width: Int
        public let height: Int
    }

    /// From which value on a reading has a colour.
    public struct Threshold: Equatable, Sendable {
        /// Nil for the lowest.
        public let value: Double?
        /// Grafana's name of it, such as `green`.
        public let color: String
    }

    /// One expression in PromQL.
    public struct Target: Equatable, Sendable {
        /// May hold `$__interval`, `$__rate_interval` and `$__range`.
        public let expression: String
        /// How its series are called: text with `{{label}}`; nil for the labels.
        public let legend: String?
        /// Whether the measurements behind its points are shown.
        public let hasExemplars: Bool
    }

    /// From the title: unique in the dashboard, for links and for programs.
    public let id: String
    /// Grafana's number of it.
    public let number: Int
    public let title: String
    public let description: String?
    public let type: PanelType
    public let grid: Grid
    /// One of Grafana's, such as `s` or `percent`.
    public let unit: String?
    public let thresholds: [Threshold]
    public let targets: [Target]
    /// The name of a ``PanelSource``; nil where the targets fill the panel.
    public let source: String?
    /// Whether a stat shows how its value came about.
    public let hasSparkline: Bool

    /// The unit in words that programs of ours know; what is unknown is as in the file.
    public var unitName: String? { unit.map { Self.unitNames[$0] ?? $0 } }

    private static let unitNames = [
        "s": "seconds", "ms": "milliseconds", "ops": "ops/s", "percent": "%", "percentunit": "ratio", "cps": "events/s",
        "opm": "ops/min",
        "decbytes": "bytes", "Bps": "bytes/s",
    ]

    /// `Log position` becomes `log-position`.
    static func id(of title: String) -> String {
        let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.joined(separator: "-")
    }
}
