import EventStore

/// Reads one dashboard file, and says exactly what is wrong with it.
struct DashboardReader {
    let file: String
    let text: String
    let sources: [String: PanelSource]

    func dashboard() throws(DashboardError) -> Dashboard {
        let root = try object(try parse(), at: nil)
        try checkKeys(of: root, allowed: ["name", "title", "description", "sections", "panels"], at: nil)
        let name = try string("name", of: root, at: nil)
        let isPlain = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
        guard isPlain, !name.isEmpty else {
            throw fault("name", "'\(name)' may hold lowercase letters, digits, '-' and '_' only")
        }
        guard file == "\(name).json" else { throw fault("name", "'\(name)' must be the file's name without '.json'") }
        return Dashboard(
            name: name, title: try string("title", of: root, at: nil),
            description: try optionalString("description", of: root, at: nil), panels: try panels(of: root),
            sections: try sections(of: root))
    }

    private func parse() throws(DashboardError) -> JSON {
        do throws(JSONSyntaxError) { return try JSON(parsing: text) } catch {
            let before = text.utf8.prefix(error.offset)
            throw DashboardError(file: file, line: before.count { $0 == 10 } + 1, error.reason)
        }
    }

    private func panels(of root: JSONObject) throws(DashboardError) -> [Dashboard.Panel] {
        guard let items = root["panels"]?.array, !items.isEmpty else {
            throw fault("panels", "must be an array of at least one panel")
        }
        var panels: [Dashboard.Panel] = []
        for (index, item) in items.enumerated() {
            let panel = try panel(item, at: "panels[\(index)]")
            guard !panels.contains(where: { $0.id == panel.id }) else {
                throw fault("panels[\(index)].id", "'\(panel.id)' stands twice")
            }
            panels.append(panel)
        }
        return panels
    }

    private func panel(_ json: JSON, at path: String) throws(DashboardError) -> Dashboard.Panel {
        let object = try object(json, at: path)
        try checkKeys(of: object, allowed: ["id", "title", "type", "source", "unit"], at: path)
        let word = try string("type", of: object, at: path)
        let types = PanelType.allCases.filter { $0 != .section }
        guard let type = types.first(where: { $0.rawValue == word }) else {
            throw fault("\(path).type", "'\(word)' is not one of \(types.map(\.rawValue).joined(separator: ", "))")
        }
        return Dashboard.Panel(
            id: try string("id", of: object, at: path), title: try string("title", of: object, at: path), type: type,
            source: try source(try string("source", of: object, at: path), type: type, at: "\(path).source"),
            unit: try optionalString("unit", of: object, at: path))
    }

    private func sections(of root: JSONObject) throws(DashboardError) -> [String] {
        guard let value = root["sections"] else { return [] }
        guard let items = value.array else { throw fault("sections", "must be an array, not \(value.typeName)") }
        var names: [String] = []
        for (index, item) in items.enumerated() {
            guard let name = item.string else { throw fault("sections[\(index)]", "must be a string") }
            names.append(try source(name, type: .section, at: "sections[\(index)]"))
        }
        return names
    }

    private func source(_ name: String, type: PanelType, at path: String) throws(DashboardError) -> String {
        guard let source = sources[name] else {
            let known = sources.values.filter { $0.type == type }.map(\.name).sorted().joined(separator: ", ")
            throw fault(path, "'\(name)' is unknown; a \(type.rawValue) can show \(known)")
        }
        guard source.type == type else {
            throw fault(path, "'\(name)' gives a \(source.type.rawValue), not a \(type.rawValue)")
        }
        return name
    }

    private func object(_ json: JSON, at path: String?) throws(DashboardError) -> JSONObject {
        guard let object = json.object else { throw fault(path, "must be an object, not \(json.typeName)") }
        return object
    }

    private func checkKeys(of object: JSONObject, allowed: [String], at path: String?) throws(DashboardError) {
        for key in object.keys where !allowed.contains(key) {
            throw fault(join(path, key), "is unknown; known are \(allowed.joined(separator: ", "))")
        }
    }

    private func string(_ key: String, of object: JSONObject, at path: String?) throws(DashboardError) -> String {
        guard let text = try optionalString(key, of: object, at: path), !text.isEmpty else {
            throw fault(join(path, key), "is missing or empty")
        }
        return text
    }

    private func optionalString(
        _ key: String, of object: JSONObject, at path: String?
    ) throws(DashboardError) -> String? {
        guard let value = object[key] else { return nil }
        guard let text = value.string else { throw fault(join(path, key), "must be a string, not \(value.typeName)") }
        return text
    }

    private func join(_ path: String?, _ key: String) -> String { path.map { "\($0).\(key)" } ?? key }

    private func fault(_ field: String?, _ reason: String) -> DashboardError {
        DashboardError(file: file, line: field.flatMap(line(of:)), field: field, reason)
    }

    /// The line of a field whose key stands once in the file; nil where that cannot be told.
    private func line(of field: String) -> Int? {
        let key = field.split(separator: ".").last.map(String.init) ?? field
        let quoted = "\"\(key)\""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let found = lines.indices.filter { lines[$0].contains(quoted) }
        return found.count == 1 ? found[0] + 1 : nil
    }
}
