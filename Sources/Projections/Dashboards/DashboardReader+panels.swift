import EventStore
import PromQL

extension DashboardReader {
    mutating func panel(_ fields: JSONFields) -> Panel? {
        warnUnknown(fields, known: Self.drawn + Self.passedOver)
        let title = text("title", of: fields)
        let word = text("type", of: fields)
        let shapes = PanelType.shapes(ofGrafana: word)
        guard !shapes.isEmpty else {
            if !word.isEmpty {
                let known = PanelType.grafanaNames.joined(separator: ", ")
                fault(fields.path("type"), "'\(word)' is not one of \(known)")
            }
            return nil
        }
        let source = source(of: fields, word, shapes)
        let defaults = fields.fields("fieldConfig")?.fields("defaults")
        return Panel(
            id: id(title, fields), number: number(fields), title: title, description: fields["description"]?.string,
            type: source.flatMap { sources[$0]?.type } ?? shapes[0], grid: grid(fields),
            unit: defaults?["unit"]?.string, thresholds: thresholds(defaults),
            targets: targets(fields, isNeeded: source == nil, isWanted: word != "alertlist"), source: source,
            hasSparkline: fields.fields("options")?["graphMode"]?.string == "area")
    }

    private mutating func id(_ title: String, _ fields: JSONFields) -> String {
        let id = Panel.id(of: title)
        if id.isEmpty, !title.isEmpty { fault(fields.path("title"), "must hold a letter or digit of ASCII") }
        return id
    }

    private mutating func number(_ fields: JSONFields) -> Int {
        guard let number = fields["id"]?.int, number > 0 else {
            fault(fields.path("id"), "must be a whole number from 1")
            return 0
        }
        return number
    }

    private mutating func source(of fields: JSONFields, _ word: String, _ shapes: [PanelType]) -> String? {
        guard let value = fields["source"] else { return word == "alertlist" ? Self.alerts : nil }
        guard let name = value.string else {
            fault(fields.path("source"), "must be a text, not \(value.typeName)")
            return nil
        }
        return source(name, types: shapes, at: fields.path("source"))
    }

    private mutating func grid(_ fields: JSONFields) -> Panel.Grid {
        guard let place = fields.fields("gridPos") else {
            fault(fields.path("gridPos"), "is missing: {\"x\": 0, \"y\": 0, \"w\": 12, \"h\": 8}")
            return Panel.Grid(x: 0, y: 0, width: 1, height: 1)
        }
        let width = size("w", of: place, 1...Self.columns)
        return Panel.Grid(
            x: size("x", of: place, 0...(Self.columns - width)), y: size("y", of: place, 0...10_000), width: width,
            height: size("h", of: place, 1...100))
    }

    private mutating func size(_ key: String, of fields: JSONFields, _ range: ClosedRange<Int>) -> Int {
        guard let value = fields[key]?.int, range.contains(value) else {
            fault(fields.path(key), "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return range.lowerBound
        }
        return value
    }

    private func thresholds(_ defaults: JSONFields?) -> [Panel.Threshold] {
        (defaults?.fields("thresholds")?["steps"]?.array ?? []).compactMap { step in
            step["color"]?.string.map { Panel.Threshold(value: step["value"]?.number, color: $0) }
        }
    }

    private mutating func targets(_ fields: JSONFields, isNeeded: Bool, isWanted: Bool) -> [Panel.Target] {
        let items = fields["targets"]?.array ?? []
        if items.isEmpty, isNeeded { fault(fields.path("targets"), "must hold an expression where there is no source") }
        if items.isEmpty, !isNeeded, isWanted {
            fault(fields.path("targets"), "is missing: in Grafana the panel stays empty", severity: .warning)
        }
        if items.count > Self.targetLimit {
            fault(fields.path("targets"), "may be \(Self.targetLimit) at most, not \(items.count)")
        }
        return items.prefix(Self.targetLimit).enumerated().compactMap { index, item in
            target(JSONFields(item, at: "\(fields.path("targets"))[\(index)]"))
        }
    }

    private mutating func target(_ fields: JSONFields) -> Panel.Target? {
        guard fields["hide"]?.bool != true else { return nil }
        let expression = text("expr", of: fields)
        guard !expression.isEmpty else { return nil }
        do throws(ParseError) {
            let parsed = try Parser.parse(DashboardRange.sample.fill(expression))
            if parsed.type != .vector, parsed.type != .scalar {
                fault(fields.path("expr"), "must give a number or an instant vector")
            }
        } catch {
            fault(fields.path("expr"), variable(in: expression) ?? "\(error)")
        }
        let legend = fields["legendFormat"]?.string
        return Panel.Target(
            expression: expression, legend: legend == "__auto" || legend == "" ? nil : legend,
            hasExemplars: fields["exemplar"]?.bool == true)
    }

    /// A variable of Grafana's that has no value here.
    private func variable(in expression: String) -> String? {
        guard let start = DashboardRange.sample.fill(expression).firstIndex(of: "$") else { return nil }
        return
            "the variable '\(expression[start...].prefix { $0 != ")" && $0 != "]" && $0 != " " })' has no value here; "
            + "known are \(DashboardRange.variables.joined(separator: ", "))"
    }

    private static let alerts = "alerts.active"
    private static let columns = 24
    private static let targetLimit = 20
    private static let drawn = [
        "id", "title", "description", "type", "gridPos", "targets", "fieldConfig", "options", "source",
    ]
    private static let passedOver = [
        "datasource", "pluginVersion", "transparent", "links", "interval", "maxDataPoints", "transformations", "repeat",
        "repeatDirection", "timeFrom", "timeShift", "hideTimeOverride", "cacheTimeout", "libraryPanel",
    ]
}
