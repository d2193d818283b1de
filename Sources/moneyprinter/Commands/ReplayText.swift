import EventStore
import Projections

/// Reports of replays in lines for people.
enum ReplayText {
    /// One call in one line: its verdict, where it stands, and why it fails.
    static func line(_ report: JSON) -> String {
        let verdict = (report["verdict"]?.string ?? "").replacing("_", with: " ")
        let place = "#\(report["position"]?.int ?? 0)"
        let reason =
            report["replayed"]?["failure"]?.string ?? report["reason"]?.string
            ?? report["recorded"]?["failure"]?.string.map { "was: \($0)" } ?? ""
        return [padded(verdict, 12), padded(place, 9), padded(report["tool"]?.string ?? "", 24), reason]
            .joined(separator: "  ").trimmed
    }

    /// How many calls there are of each verdict.
    static func summary(_ reports: [JSON]) -> String {
        let counts = ReplayVerdict.allCases.compactMap { verdict -> String? in
            let count = reports.count { $0["verdict"] == .string(verdict.rawValue) }
            return count == 0 ? nil : "\(count) \(verdict.rawValue.replacing("_", with: " "))"
        }
        return "\(reports.count) calls: " + (counts.isEmpty ? "none" : counts.joined(separator: ", "))
    }

    /// One call with everything that differs, and how long it took.
    static func whole(_ report: JSON) -> String {
        var lines = [line(report)]
        lines += (report["result"]?["differences"]?.array ?? []).map { "  result  \(difference($0))" }
        for event in report["events"]?.array ?? [] {
            lines.append(
                "  \(event["kind"]?.string ?? "")  \(event["event"]?.string ?? "")  in \(event["in"]?.string ?? "")")
            lines += (event["differences"]?.array ?? []).map { "    \(difference($0))" }
        }
        lines += (report["providers"]?["blocked"]?.array ?? []).map { "  blocked  \($0.string ?? "")" }
        for duration in report["durations"]?.array ?? [] {
            let now = duration["replayed"]?.number.map(seconds) ?? "-"
            lines.append(
                "  took  \(padded(duration["what"]?.string ?? "", 34))  \(seconds(duration["recorded"]?.number ?? 0)) -> \(now)"
            )
        }
        return lines.joined(separator: "\n")
    }

    private static func difference(_ entry: JSON) -> String {
        "\(entry["path"]?.string ?? ""): \(short(entry["before"])) -> \(short(entry["after"]))"
    }

    private static func short(_ value: JSON?) -> String {
        let text = value?.text ?? "null"
        return text.count > 120 ? text.prefix(117) + "..." : text
    }

    private static func seconds(_ value: Double) -> String { "\(Double(Int(value * 1000)) / 1000) s" }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
