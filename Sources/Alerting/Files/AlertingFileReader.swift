import EventStore

/// Reads the receivers of an ``AlertingFile``.
enum AlertingFileReader {
    private static let kinds = [
        "webhook", "alertmanager", "slack", "discord", "teams", "telegram", "pagerduty", "ntfy", "email", "command",
    ]

    static func receivers(_ json: JSON?) throws(RoutingError) -> [AlertingFile.Receiver] {
        guard let items = json?.array, !items.isEmpty else {
            throw RoutingError("receivers", "must be a list of at least one receiver")
        }
        var receivers: [AlertingFile.Receiver] = []
        for (place, item) in items.enumerated() {
            let receiver = try receiver(item, "receivers[\(place)]")
            guard !receivers.contains(where: { $0.name == receiver.name }) else {
                throw RoutingError("receivers[\(place)].name", "'\(receiver.name)' stands twice")
            }
            receivers.append(receiver)
        }
        return receivers
    }

    static func texts(_ json: JSON?, _ field: String) throws(RoutingError) -> [String] {
        guard let json else { return [] }
        let texts = (json.array ?? []).compactMap(\.string)
        guard texts.count == json.array?.count else { throw RoutingError(field, "must be a list of texts") }
        return texts
    }

    private static func receiver(_ json: JSON, _ field: String) throws(RoutingError) -> AlertingFile.Receiver {
        guard let object = json.object, let name = object["name"]?.string, !name.isEmpty else {
            throw RoutingError("\(field).name", "is missing")
        }
        var ways: [(name: String, way: AlertingFile.Way)] = []
        for key in object.keys where key != "name" {
            guard kinds.contains(key) else {
                throw RoutingError("\(field).\(key)", "is unknown; known are \(kinds.joined(separator: ", "))")
            }
            for (place, item) in (object[key]?.array ?? [object[key] ?? .null]).enumerated() {
                let label = place == 0 ? "\(name)/\(key)" : "\(name)/\(key) \(place + 1)"
                ways.append((name: label, way: try way(key, WayFields(item, "\(field).\(key)[\(place)]"))))
            }
        }
        return AlertingFile.Receiver(name: name, ways: ways)
    }

    private static func way(_ kind: String, _ fields: WayFields) throws(RoutingError) -> AlertingFile.Way {
        switch kind {
        case "webhook": return .webhook(url: try fields.secret("url"), secret: try fields.optional("secret"))
        case "alertmanager": return .alertmanager(url: try fields.secret("url"))
        case "slack": return .slack(url: try fields.secret("url"), channel: fields.json["channel"]?.string)
        case "discord": return .discord(url: try fields.secret("url"))
        case "teams": return .teams(url: try fields.secret("url"))
        case "telegram": return .telegram(token: try fields.secret("token"), chat: try fields.text("chat"))
        case "pagerduty": return .pagerDuty(key: try fields.secret("routing_key"))
        case "ntfy":
            return .ntfy(
                url: fields.json["url"]?.string ?? "https://ntfy.sh", topic: try fields.secret("topic"),
                token: try fields.optional("token"))
        case "email": return try mail(fields)
        default:
            let words = try texts(fields.json["run"], "\(fields.field).run")
            guard let program = words.first, program.hasPrefix("/") else {
                throw RoutingError("\(fields.field).run", "must be a list that begins with a program's whole path")
            }
            return .command(words)
        }
    }

    private static func mail(_ fields: WayFields) throws(RoutingError) -> AlertingFile.Way {
        let recipients = try texts(fields.json["to"], "\(fields.field).to")
        guard !recipients.isEmpty else { throw RoutingError("\(fields.field).to", "must hold an address") }
        var settings = MailHandler.Settings(sender: try fields.text("from"), recipients: recipients)
        settings.security = fields.json["tls"]?.string ?? settings.security
        guard ["required", "offered", "none"].contains(settings.security) else {
            throw RoutingError("\(fields.field).tls", "must be required, offered or none")
        }
        settings.user = fields.json["user"]?.string
        settings.password = try fields.optional("password")
        settings.allowsPlainLogin = fields.json["plain_login"]?.bool ?? false
        let port = fields.json["port"]?.int ?? 587
        guard (1...65_535).contains(port) else { throw RoutingError("\(fields.field).port", "must be from 1 to 65535") }
        return .mail(host: try fields.text("host"), port: port, settings)
    }
}

/// The fields of one way, with the place at which they stand.
private struct WayFields {
    let json: JSON
    let field: String

    init(_ json: JSON, _ field: String) {
        self.json = json
        self.field = field
    }

    func text(_ key: String) throws(RoutingError) -> String {
        guard let text = json[key]?.string, !text.isEmpty else { throw RoutingError("\(field).\(key)", "is missing") }
        return text
    }

    func secret(_ key: String) throws(RoutingError) -> Secret { Secret(try text(key)) }

    func optional(_ key: String) throws(RoutingError) -> Secret? {
        json[key] == nil ? nil : try secret(key)
    }
}
