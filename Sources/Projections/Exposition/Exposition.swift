public import EventStore
import PromQL

/// Metrics as a scrape reads them: Prometheus' text format 0.0.4, or OpenMetrics 1.0 with exemplars.
public struct Exposition {
    public enum Format: String, CaseIterable, Sendable {
        case text = "text/plain; version=0.0.4; charset=utf-8"
        case openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8"
    }

    private let format: Format
    private var output = ""

    private init(format: Format) { self.format = format }

    /// The whole answer to a scrape (UTF-8).
    ///
    /// Of two families or samples with one name the first is shown: a scrape that repeats one is refused as a whole.
    public static func text(of families: [MetricFamily], format: Format) -> String {
        var exposition = Exposition(format: format)
        var seen: Set<String> = []
        let named = families.map { ExposedFamily($0) }.sorted { $0.name < $1.name }
        for family in named where !family.samples.isEmpty && seen.insert(family.name).inserted {
            exposition.add(family)
        }
        if format == .openMetrics { exposition.output += "# EOF\n" }
        return exposition.output
    }

    private mutating func add(_ family: ExposedFamily) {
        let isOpen = format == .openMetrics
        let name = isOpen ? family.openName : family.name
        output += "# HELP \(name) \(Self.escaped(family.help, quotes: isOpen))\n"
        output += "# TYPE \(name) \(family.kind.rawValue)\n"
        if isOpen, !family.unit.isEmpty { output += "# UNIT \(name) \(family.unit)\n" }
        var seen: Set<String> = []
        for sample in family.samples {
            let series = sample.name + Self.labels(sample.labels)
            guard seen.insert(series).inserted else { continue }
            output += "\(series) \(SampleText.format(sample.value))"
            if isOpen, let exemplar = sample.exemplar { output += Self.exemplar(exemplar) }
            output += "\n"
        }
    }

    private static func labels(_ labels: [(name: String, value: String)]) -> String {
        guard !labels.isEmpty else { return "" }
        let texts = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
        return "{\(texts.joined(separator: ","))}"
    }

    private static func exemplar(_ exemplar: MetricExemplar) -> String {
        var labels: [(name: String, value: String)] = []
        if let trace = exemplar.trace { labels.append(("trace_id", trace.hex)) }
        if let span = exemplar.span { labels.append(("span_id", span.hex)) }
        let seconds = SampleText.format(Double(exemplar.time.nanoseconds / 1_000_000) / 1000)
        let text = labels.isEmpty ? "{}" : Self.labels(labels)
        return " # \(text) \(SampleText.format(exemplar.value.value)) \(seconds)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        guard text.utf8.contains(where: { $0 == 0x5C || $0 == 0x0A || $0 == 0x22 }) else { return text }
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
