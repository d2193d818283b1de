import EventStore

/// Names as Prometheus' OTLP translation makes them.
enum MetricNames {
    static func metric(of family: MetricFamily) -> String {
        metric(family.name, unit: family.unit, isCounter: family.kind == .counter, isGauge: family.kind == .gauge)
    }

    /// Letters, digits, `_` and `:`; runs of anything else become one `_`; the unit and `_total` at the end, once.
    static func metric(_ name: String, unit: String, isCounter: Bool, isGauge: Bool) -> String {
        var tokens = name.unicodeScalars.split { !isPart($0) && $0 != ":" || $0 == "_" }.map(String.init)
        let (main, per) = units(unit, isGauge: isGauge)
        for suffix in [main, per.isEmpty ? "" : "per_\(per)"] where !suffix.isEmpty {
            let parts = suffix.split(separator: "_").map(String.init)
            if !parts.allSatisfy(tokens.contains) { tokens += parts }
        }
        if unit == "1", isGauge {
            tokens.removeAll { $0 == "ratio" }
            tokens.append("ratio")
        }
        if isCounter {
            tokens.removeAll { $0 == "total" }
            tokens.append("total")
        }
        let joined = tokens.joined(separator: "_")
        return joined.first?.isNumber == true || joined.isEmpty ? "_" + joined : joined
    }

    /// As a metric's name, without colons; one that begins with a digit or `_` gets `key` before it.
    static func label(_ name: String) -> String {
        let clean = String(String.UnicodeScalarView(name.unicodeScalars.map { isPart($0) ? $0 : "_" }))
        guard let first = clean.unicodeScalars.first else { return "_" }
        if ("0"..."9").contains(first) { return "key_" + clean }
        return clean.hasPrefix("_") && !clean.hasPrefix("__") && clean != "_" ? "key" + clean : clean
    }

    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
    }

    /// The words for a unit and for what stands after its slash; braces are remarks, and say nothing.
    private static func units(_ unit: String, isGauge: Bool) -> (String, String) {
        let parts = unit.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map {
            $0.contains("{") || $0.contains("}") ? "" : $0.filter { !$0.isWhitespace }
        }
        let main = parts.first.map { $0 == "1" ? "" : words[$0] ?? clean($0) } ?? ""
        let per = parts.count > 1 ? perWords[parts[1]] ?? words[parts[1]] ?? clean(parts[1]) : ""
        return (main, per)
    }

    private static func clean(_ unit: String) -> String {
        unit.unicodeScalars.split { !isPart($0) || $0 == "_" }.map(String.init).joined(separator: "_")
    }

    private static let words: [String: String] = [
        "d": "days", "h": "hours", "min": "minutes", "s": "seconds", "ms": "milliseconds", "us": "microseconds",
        "ns": "nanoseconds", "By": "bytes", "KiBy": "kibibytes", "MiBy": "mebibytes", "GiBy": "gibibytes",
        "TiBy": "tibibytes", "KBy": "kilobytes", "MBy": "megabytes", "GBy": "gigabytes", "TBy": "terabytes",
        "B": "bytes", "KB": "kilobytes", "MB": "megabytes", "GB": "gigabytes", "TB": "terabytes", "m": "meters",
        "V": "volts", "A": "amperes", "J": "joules", "W": "watts", "g": "grams", "Cel": "celsius", "Hz": "hertz",
        "%": "percent", "$": "dollars",
    ]

    private static let perWords: [String: String] = [
        "s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month", "y": "year",
    ]
}
