/// One key of the configuration: its place, what it may be, where it goes, and what it is for.
///
/// Everything that is said about a key is said here: reading, messages, the environment and the example file
/// all come from these values.
struct Setting: Sendable {
    let place: Place
    /// The name of the environment variable that overrides it.
    let environment: String
    /// Published names in `[app]` that mean the same.
    let aliases: [String]
    let documentation: String
    /// The feature that will use it; nil where it is in use.
    let later: String?
    /// What the example file shows where the default is no value.
    let sample: String
    let expected: String
    let isSecret: Bool
    /// Puts a written value where it belongs.
    let store: @Sendable (Written, inout Configuration) throws(Misfit) -> Void
    /// The value in TOML; nil where there is none.
    let written: @Sendable (Configuration) -> String?

    /// A table and a key in it.
    struct Place: Hashable, Sendable, CustomStringConvertible {
        let table: String
        let key: String

        var description: String { "[\(table)] \(key)" }
    }

    init<Value>(
        _ table: String, _ key: String, _ path: any WritableKeyPath<Configuration, Value> & Sendable,
        _ form: Form<Value>, environment: String? = nil, aliases: [String] = [], later: String? = nil,
        sample: String = "", _ documentation: String
    ) {
        place = Place(table: table, key: key)
        self.environment = environment ?? (table == "app" ? key : "moneyprinter_\(table)_\(key)").uppercased()
        self.aliases = aliases
        self.documentation = documentation
        self.later = later
        self.sample = sample
        expected = form.expected
        isSecret = form.isSecret
        store = { (written, configuration) throws(Misfit) in
            configuration[keyPath: path] = try form.read(written)
        }
        written = { form.write($0[keyPath: path]) }
    }

    /// Every place in the file where it may stand, its own first.
    var places: [Place] { [place] + aliases.map { Place(table: "app", key: $0) } }

    /// Every environment variable that sets it, the weakest first.
    var variables: [String] { aliases.map { $0.uppercased() } + [environment] }

    /// What is wrong with a value, for a message; a secret is not shown.
    func complaint(about written: Written, _ misfit: Misfit) -> String {
        let value = isSecret ? "is \(written.kind)" : "is \(written.shown)"
        return "\(misfit.reason ?? value): allowed is \(expected)"
    }
}
