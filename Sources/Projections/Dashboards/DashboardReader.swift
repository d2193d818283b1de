import EventStore

/// Reads one dashboard file, and says everything that is wrong with it and where.
struct DashboardReader {
    private(set) var faults: [DashboardFault] = []
    let sources: [String: PanelSource]
    private let file: String
    private let text: String
    private let places: JSONPlaces

    init(file: String, text: String, sources: [String: PanelSource]) {
        self.file = file
        self.text = text
        self.sources = sources
        places = JSONPlaces(text)
    }

    /// The dashboard; nil where an error stands among ``faults``.
    mutating func dashboard() -> Dashboard? {
        guard let root = root() else { return nil }
        let fields = JSONFields(root, at: "")
        warnUnknown(fields, known: Self.drawn + Self.passedOver)
        let dashboard = Dashboard(
            name: name(fields), title: text("title", of: fields), description: fields["description"]?.string,
            span: span(fields), panels: panels(fields), sections: sections(fields))
        return faults.contains { $0.severity == .error } ? nil : dashboard
    }

    mutating func fault(_ field: String?, _ reason: String, severity: DashboardFault.Severity = .error) {
        faults.append(
            DashboardFault(
                file: file, line: field.flatMap(places.line(of:)), field: field, reason, severity: severity))
    }

    /// A text that must be there.
    mutating func text(_ key: String, of fields: JSONFields) -> String {
        guard let value = fields[key] else {
            fault(fields.path(key), "is missing")
            return ""
        }
        guard let text = value.string, !text.isEmpty else {
            fault(fields.path(key), "must be a text, not \(value == "" ? "empty" : value.typeName)")
            return ""
        }
        return text
    }

    mutating func warnUnknown(_ fields: JSONFields, known: [String]) {
        for key in fields.keys where !known.contains(key) {
            fault(fields.path(key), "is unknown here and passed over", severity: .warning)
        }
    }

    mutating func source(_ name: String, types: [PanelType], at path: String) -> String? {
        guard let source = sources[name] else {
            let known = sources.values.filter { types.contains($0.type) }.map(\.name).sorted()
            fault(path, "'\(name)' is unknown; here can stand \(known.joined(separator: ", "))")
            return nil
        }
        guard types.contains(source.type) else {
            let wanted = types.map(\.rawValue).joined(separator: " or ")
            fault(path, "'\(name)' gives a \(source.type.rawValue), not a \(wanted)")
            return nil
        }
        return name
    }

    private mutating func root() -> JSON? {
        do throws(JSONSyntaxError) {
            let root = try JSON(parsing: text)
            if root.object == nil { fault(nil, "the file must hold an object, not \(root.typeName)") }
            return root.object == nil ? nil : root
        } catch {
            let line = 1 + text.utf8.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
            faults.append(DashboardFault(file: file, line: line, error.reason))
            return nil
        }
    }

    private mutating func name(_ fields: JSONFields) -> String {
        let name = text("uid", of: fields)
        guard !name.isEmpty else { return "" }
        let isPlain = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
        if !isPlain || name.utf8.count > 40 {
            fault("uid", "'\(name)' may hold up to 40 lowercase letters, digits, '-' and '_' only")
        } else if file != "\(name).json" {
            fault("uid", "'\(name)' must be the file's name without '.json'")
        }
        return name
    }

    private mutating func span(_ fields: JSONFields) -> Double {
        guard let time = fields.fields("time") else { return Self.defaultSpan }
        guard let text = time["from"]?.string else { return Self.defaultSpan }
        guard let span = DashboardRange.span(text), time["to"]?.string ?? "now" == "now" else {
            fault("time", "must be from 'now-' and a duration such as 1h to 'now'")
            return Self.defaultSpan
        }
        return span
    }

    private mutating func panels(_ fields: JSONFields) -> [Panel] {
        guard let items = fields["panels"]?.array, !items.isEmpty else {
            fault("panels", "must be an array of at least one panel")
            return []
        }
        var panels: [Panel] = []
        for (index, item) in items.enumerated() { read(item, at: "panels[\(index)]", into: &panels) }
        if panels.count > Self.panelLimit { fault("panels", "may be \(Self.panelLimit) at most, not \(panels.count)") }
        return panels
    }

    /// A row is a heading; the panels that it holds while it is folded up stand where they are.
    private mutating func read(_ item: JSON, at path: String, into panels: inout [Panel]) {
        guard item.object != nil else { return fault(path, "must be an object, not \(item.typeName)") }
        let fields = JSONFields(item, at: path)
        guard fields["type"]?.string != "row" else {
            for (index, inner) in (fields["panels"]?.array ?? []).enumerated() where panels.count <= Self.panelLimit {
                read(inner, at: "\(path).panels[\(index)]", into: &panels)
            }
            return
        }
        guard let panel = panel(fields) else { return }
        checkPlace(of: panel, among: panels, fields)
        panels.append(panel)
    }

    private mutating func checkPlace(of panel: Panel, among panels: [Panel], _ fields: JSONFields) {
        if let twin = panels.first(where: { $0.id == panel.id }) {
            fault(fields.path("title"), "'\(panel.title)' and '\(twin.title)' are both called '\(panel.id)' in links")
        }
        if panels.contains(where: { $0.number == panel.number }) {
            fault(fields.path("id"), "\(panel.number) stands twice")
        }
        if let other = panels.first(where: { $0.grid.overlaps(panel.grid) }) {
            fault(fields.path("gridPos"), "covers '\(other.title)'", severity: .warning)
        }
    }

    private mutating func sections(_ fields: JSONFields) -> [String] {
        guard let value = fields["sections"] else { return [] }
        guard let items = value.array else {
            fault("sections", "must be an array, not \(value.typeName)")
            return []
        }
        return items.enumerated().compactMap { index, item in
            guard let name = item.string else {
                fault("sections[\(index)]", "must be a text")
                return nil
            }
            return source(name, types: [.section], at: "sections[\(index)]")
        }
    }

    private static let defaultSpan = 3600.0
    private static let panelLimit = 60
    private static let drawn = ["uid", "title", "description", "time", "panels", "sections"]
    /// Keys of Grafana's model that change nothing here.
    private static let passedOver = [
        "id", "tags", "schemaVersion", "version", "timezone", "editable", "refresh", "graphTooltip", "style", "links",
        "annotations", "templating", "timepicker", "weekStart", "fiscalYearStartMonth", "liveNow", "iteration",
        "gnetId",
        "preload", "__inputs", "__requires", "__elements",
    ]
}

extension Panel.Grid {
    func overlaps(_ other: Panel.Grid) -> Bool {
        x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
    }
}
