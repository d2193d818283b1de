// Tables that describe keys, clients and alert rules.
//
// Published samples write other settings after a sub-table's header, where TOML makes them entries of that
// sub-table. A name that is a setting of `[app]` therefore always means the setting, never a key or a client.
extension ConfigurationLoader {
    mutating func takeNamed(_ table: NamedTable, _ value: Written) {
        guard case .table(let entries) = value else {
            return report(["app", table.rawValue], "[app] \(table.rawValue)", "is \(value.shown): allowed is a table")
        }
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            let path = ["app", table.rawValue, name]
            let isSetting = Settings.byPlace[Setting.Place(table: "app", key: name)] != nil
            if isSetting || Settings.reasonForNoEffect(ofKey: name) != nil {
                takeKey(name, entry, of: "app", at: path)
            } else if let near = misspelt(name) {
                report(path, "[app.\(table.rawValue)] \(name)", "is no known key: did you mean the setting '\(near)'?")
            } else {
                takeEntry(name, entry, of: table, at: path)
            }
        }
    }

    /// A setting's name with one or two typing errors; it must not silently become a client.
    private func misspelt(_ name: String) -> String? {
        Settings.keys(of: "app").first { name.count > 6 && NearestName.distance(name, $0, atMost: 2) != nil }
    }

    private mutating func takeEntry(_ name: String, _ entry: Written, of table: NamedTable, at path: [String]) {
        switch table {
        case .apiKeys: takeAPIKey(name, entry, at: path)
        case .clientSecrets:
            if let secret = read(entry, .secret(minimumBytes: 16), at: path, table.rawValue, name) {
                configuration.access.clientSecrets[name] = secret
            }
        case .clientRoles:
            if let role = read(entry, Form<Configuration.Role>.choice, at: path, table.rawValue, name) {
                configuration.access.clientRoles[name] = role
            }
        }
    }

    private mutating func takeAPIKey(_ key: String, _ entry: Written, at path: [String]) {
        // The name is the secret itself: messages show its beginning only.
        let label = "[app.mcp_api_keys] \"\(key.prefix(8))…\""
        if let fault = Secret.fault(in: key, minimumBytes: 16) { return report(path, label, fault) }
        guard case .table(let fields) = entry else {
            return report(
                path, label, "is \(entry.kind): allowed is a table such as { name = \"Ann\", role = \"user\" }")
        }
        if let record = record(fields, Field.all, Configuration.APIKey(key: Secret(key)), at: path, label) {
            configuration.access.apiKeys.append(record)
        }
    }

    private mutating func read<Value>(
        _ entry: Written, _ form: Form<Value>, at path: [String], _ table: String, _ name: String
    ) -> Value? {
        do {
            return try form.read(entry)
        } catch {
            let fault = error.reason ?? "is \(form.isSecret ? entry.kind : entry.shown): allowed is \(form.expected)"
            report(path, "[app.\(table)] \(name)", fault)
            return nil
        }
    }

    mutating func checkRoles() {
        let access = configuration.access
        for client in access.clientRoles.keys.sorted() where access.clientSecrets[client] == nil {
            configuration.notes.append("[app.mcp_client_roles] \(client) has no secret in [app.mcp_client_secrets]")
        }
    }

    /// `[recording.tools.NAME]`; whether there is a tool of that name is seen when the service starts.
    mutating func takeRecording(_ value: Written) {
        guard case .table(let entries) = value else {
            return report(["recording", "tools"], "[recording] tools", "is \(value.shown): allowed is a table")
        }
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            let path = ["recording", "tools", name]
            let label = "[recording.tools.\(name)]"
            guard case .table(let fields) = entry else {
                report(path, label, "is \(entry.shown): allowed is a table")
                continue
            }
            if let rule = record(fields, Field.all, Configuration.ToolRecording(), at: path, label) {
                configuration.recording.tools[name] = rule
            }
        }
    }

    mutating func takeRules(_ value: Written) {
        guard case .list(let entries) = value else {
            return report(
                ["app", Self.rulesKey], "[app] \(Self.rulesKey)",
                "is \(value.shown): allowed is [[app.mcp_alert_rules]]")
        }
        var rules: [AlertRule] = []
        for (index, entry) in entries.enumerated() {
            let path = ["app", Self.rulesKey, "\(index)"]
            let label = "[[app.mcp_alert_rules]]"
            guard case .table(let fields) = entry else {
                report(path, label, "is \(entry.shown): allowed is a table")
                continue
            }
            guard let rule = record(fields, Field.all, AlertRule(), at: path, label) else { continue }
            if rules.contains(where: { $0.name == rule.name }) {
                report(path, label, "has a second rule '\(rule.name)'")
            }
            rules.append(rule)
        }
        configuration.alertRules = rules
    }

    mutating func takeIssuers(_ value: Written) {
        let (path, label) = (["access", Self.issuersKey], "[[access.\(Self.issuersKey)]]")
        guard case .list(let entries) = value else {
            return report(path, label, "is \(value.shown): allowed is \(label)")
        }
        for (index, entry) in entries.enumerated() {
            let path = path + ["\(index)"]
            guard case .table(let fields) = entry else {
                report(path, label, "is \(entry.shown): allowed is a table")
                continue
            }
            guard let issuer = record(fields, Field.all, Issuer(), at: path, label) else { continue }
            if let fault = issuer.fault { report(path, label, fault) }
            if configuration.access.issuers.contains(where: { $0.name == issuer.name || $0.issuer == issuer.issuer }) {
                report(path, label, "has the name or the 'iss' of another: each must have its own")
            }
            configuration.access.issuers.append(issuer)
        }
    }

    /// Fills a record from a table; nil where something is wrong, which has then been reported.
    mutating func record<Record>(
        _ table: [String: Written], _ fields: [Field<Record>], _ initial: Record, at path: [String], _ label: String
    ) -> Record? {
        let before = faults.count
        var record = initial
        for (key, value) in table.sorted(by: { $0.key < $1.key }) {
            guard let field = fields.first(where: { $0.name == key }) else {
                report(path + [key], "\(label) \(key)", "is no known key" + hint(key, fields.map(\.name)))
                continue
            }
            do {
                try field.store(value, &record)
            } catch {
                report(path + [key], "\(label) \(key)", "is \(value.shown): allowed is \(field.expected)")
            }
        }
        for field in fields where field.isRequired && table[field.name] == nil {
            report(path, label, "has no \(field.name): it must have \(field.expected)")
        }
        return faults.count == before ? record : nil
    }
}
