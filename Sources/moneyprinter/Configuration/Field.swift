import EventStore

/// One key of a table that describes a thing of its own, such as an API key or an alert rule.
struct Field<Record>: Sendable {
    let name: String
    let isRequired: Bool
    let expected: String
    let store: @Sendable (Written, inout Record) throws(Misfit) -> Void

    init<Value>(
        _ name: String, _ path: any WritableKeyPath<Record, Value> & Sendable, _ form: Form<Value>,
        isRequired: Bool = false
    ) {
        self.name = name
        self.isRequired = isRequired
        expected = form.expected
        store = { (written, record) throws(Misfit) in record[keyPath: path] = try form.read(written) }
    }
}

extension Field where Record == Configuration.APIKey {
    static var all: [Field] {
        [
            Field("name", \.name, .text("a name of at most 200 characters", length: 0...200)),
            Field("role", \.role, .choice), Field("active", \.isActive, .flag),
            Field("created", \.created, Form<Timestamp>.moment.optional),
            Field("expires", \.expires, Form<Timestamp>.moment.optional),
        ]
    }
}

extension Field where Record == Configuration.ToolRecording {
    static var all: [Field] {
        [
            Field("arguments", \.arguments, Form<RecordingPolicy>.choice.optional),
            Field("results", \.results, Form<RecordingPolicy>.choice.optional),
            Field("provider_answers", \.providerAnswers, Form<RecordingPolicy>.choice.optional),
            Field("fields", \.fields, Form<[String]>.names.optional),
        ]
    }
}

extension Field where Record == AlertRule {
    static var all: [Field] {
        [
            Field(
                "name", \.name,
                .text("a name of letters, digits, '_' and '.'", length: 1...100) { name in
                    name.unicodeScalars.allSatisfy {
                        $0.properties.isAlphabetic || "0123456789_.".unicodeScalars.contains($0)
                    }
                }, isRequired: true),
            Field("metric", \.metric, .text("a metric's name", length: 1...200), isRequired: true),
            Field(
                "condition", \.condition,
                .text(
                    "one of \(AlertRule.operators.joined(separator: " ")), one space and a number",
                    where: AlertRule.isCondition),
                isRequired: true),
            Field("duration", \.durationSeconds, .integer(0...604_800)),
            Field("cooldown", \.cooldownSeconds, .integer(0...604_800)),
            Field("severity", \.severity, .choice), Field("enabled", \.isEnabled, .flag),
        ]
    }
}
