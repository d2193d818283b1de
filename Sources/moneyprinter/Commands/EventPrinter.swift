import EventStore
import Foundation

/// Writes events as lines: JSON for programs, aligned columns for people.
struct EventPrinter {
    enum Style: Equatable {
        case json
        case text(colours: Bool)
    }

    let style: Style
    /// Characters of an event's data that are shown to people.
    var dataLimit = 120

    func print(_ events: [RecordedEvent]) throws {
        guard !events.isEmpty else { return }
        let lines = events.map { line($0) + "\n" }.joined()
        try FileHandle.standardOutput.write(contentsOf: Data(lines.utf8))
    }

    func line(_ event: RecordedEvent) -> String {
        switch style {
        case .json: return event.json.text
        case .text(let colours):
            let type = Self.padded(event.type.name, 24)
            let parts = [
                Self.time(event.time), Self.padded(event.position.description, 7, atEnd: true),
                colours ? Self.coloured(type, event.type.name) : type, Self.padded(event.stream.text, 34),
                data(of: event),
            ]
            return parts.joined(separator: "  ").trimmed
        }
    }

    /// `HH:MM:SS.mmm` in UTC, after the date.
    private static func time(_ time: Timestamp) -> String {
        String(time.iso8601.prefix(23)).replacing("T", with: " ")
    }

    /// The top level of the data as `name=value`, cut to fit.
    private func data(of event: RecordedEvent) -> String {
        guard let object = (try? JSON(parsing: event.payload))?.object else { return "" }
        let pairs = object.members.map { "\($0.key)=\(Self.short($0.value))" }
        let text = pairs.joined(separator: " ")
        return text.count > dataLimit ? text.prefix(dataLimit - 1) + "…" : text
    }

    private static func short(_ value: JSON) -> String {
        switch value {
        case .string(let text):
            let line = String(text.prefix(40)).map {
                $0.isNewline || $0.unicodeScalars.contains { $0.value < 32 } ? " " : $0
            }
            return String(line) + (text.count > 40 ? "…" : "")
        case .array(let items): return "[\(items.count)]"
        case .object(let object): return "{\(object.count)}"
        default: return value.text
        }
    }

    private static func padded(_ text: String, _ width: Int, atEnd: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return atEnd ? space + text : text + space
    }

    /// Red for what went wrong, green for what ended well, blue for the rest.
    private static func coloured(_ text: String, _ type: String) -> String {
        let bad = ["failed", "fired", "denied", "exceeded", "cancelled"].contains { type.hasSuffix($0) }
        let good = ["completed", "resolved", "delivered"].contains { type.hasSuffix($0) }
        return "\u{1B}[\(bad ? 31 : good ? 32 : 34)m\(text)\u{1B}[0m"
    }
}
