/// Reads a configuration and gathers every fault on the way, so that one run shows them all.
struct ConfigurationLoader {
    /// Tables within `[app]` that hold keys, secrets and roles by name.
    enum NamedTable: String, CaseIterable {
        case apiKeys = "mcp_api_keys"
        case clientSecrets = "mcp_client_secrets"
        case clientRoles = "mcp_client_roles"
    }

    static let rulesKey = "mcp_alert_rules"
    static let issuersKey = "issuers"

    var configuration = Configuration()
    var faults: [ConfigurationError.Fault] = []
    let lines: SourceLines
    /// Where each setting was found, to notice contradictions.
    private var found: [Setting.Place: (line: Int, written: Written)] = [:]

    init(lines: SourceLines) { self.lines = lines }

    /// Takes a whole file's tables.
    mutating func take(_ root: [String: Written]) {
        for (name, value) in root.sorted(by: { $0.key < $1.key }) {
            guard case .table(let table) = value else {
                let isKnown = Settings.byPlace[Setting.Place(table: "app", key: name)] != nil
                report([name], name, isKnown ? "stands outside a table: put it under [app]" : "stands outside a table")
                continue
            }
            take(table, named: name)
        }
        checkRoles()
    }

    private mutating func take(_ table: [String: Written], named name: String) {
        guard Settings.tables.contains(name) else {
            if Settings.foreignTables.contains(name) {
                return configuration.notes.append("the table [\(name)] has no effect here")
            }
            return report([name], "[\(name)]", "is no known table" + hint(name, Settings.tables.sorted()))
        }
        for (key, value) in table.sorted(by: { $0.key < $1.key }) {
            if name == "app", takeSpecial(key, value) { continue }
            if name == "recording", key == "tools" {
                takeRecording(value)
                continue
            }
            if name == "limits", takeLimit(key, value) { continue }
            if name == "access", key == Self.issuersKey {
                takeIssuers(value)
                continue
            }
            takeKey(key, value, of: name, at: [name, key])
        }
    }

    /// The keys of `[app]` that are tables themselves.
    private mutating func takeSpecial(_ key: String, _ value: Written) -> Bool {
        if key == Self.rulesKey {
            takeRules(value)
        } else if let table = NamedTable(rawValue: key) {
            takeNamed(table, value)
        } else {
            return false
        }
        return true
    }

    /// A key of a table of settings: known, of no effect, or a fault.
    mutating func takeKey(_ key: String, _ value: Written, of table: String, at path: [String]) {
        if let setting = Settings.byPlace[Setting.Place(table: table, key: key)] {
            return store(setting, value, at: path)
        }
        if table == "app", let reason = Settings.reasonForNoEffect(ofKey: key) {
            return configuration.notes.append("[app] \(key) has no effect here: \(reason)")
        }
        report(path, "[\(table)] \(key)", "is no known key" + hint(key, knownKeys(of: table)))
    }

    private func knownKeys(of table: String) -> [String] {
        Settings.keys(of: table) + (table == "app" ? NamedTable.allCases.map(\.rawValue) + [Self.rulesKey] : [])
            + (table == "access" ? [Self.issuersKey] : [])
            + (table == "limits" ? [Self.costsKey, Self.policiesKey, Self.quotasKey] : [])
    }

    private mutating func store(_ setting: Setting, _ value: Written, at path: [String]) {
        let line = lines.line(of: path)
        if let before = found[setting.place], before.written != value {
            return report(path, "\(setting.place)", "is set twice, to another value in line \(before.line)")
        }
        found[setting.place] = (line, value)
        do {
            try setting.store(value, &configuration)
        } catch {
            report(path, "[\(path[0])] \(path[path.count - 1])", setting.complaint(about: value, error))
        }
    }

    /// Takes what the environment says; an empty variable says nothing.
    mutating func take(environment: [String: String]) {
        for setting in Settings.all {
            for variable in setting.variables {
                guard let text = environment[variable], !text.isEmpty else { continue }
                do {
                    try setting.store(.bare(text), &configuration)
                } catch {
                    let message = setting.complaint(about: .bare(text), error)
                    faults.append(.init(place: .variable(variable), key: "\(setting.place)", message: message))
                }
            }
        }
    }

    mutating func report(_ path: [String], _ key: String, _ message: String) {
        faults.append(.init(place: .line(lines.line(of: path)), key: key, message: message))
    }

    func hint(_ name: String, _ known: [String]) -> String {
        NearestName.find(name, in: known).map { ": did you mean '\($0)'?" } ?? ""
    }
}
