/// What a setting's value may be, in words and in code, and how it is written down.
struct Form<Value: Equatable & Sendable>: Sendable {
    /// What is allowed, as it follows "allowed is".
    let expected: String
    let read: @Sendable (Written) throws(Misfit) -> Value
    /// The value in TOML; nil where there is none.
    let write: @Sendable (Value) -> String?
    var isSecret = false
}

extension Form {
    /// The same, where an empty text means no value.
    var optional: Form<Value?> {
        Form<Value?>(
            expected: expected,
            read: { (written) throws(Misfit) in
                if written.anyText?.isEmpty == true { return nil }
                return try read(written)
            },
            write: { $0.flatMap(write) }, isSecret: isSecret)
    }
}

extension Form where Value == Bool {
    static let flag = Form(
        expected: "true or false",
        read: { (written) throws(Misfit) in
            switch written {
            case .flag(let value): return value
            case .bare("true"), .bare("1"): return true
            case .bare("false"), .bare("0"): return false
            default: throw Misfit()
            }
        },
        write: { "\($0)" })
}

extension Form where Value == Int {
    static func integer(_ range: ClosedRange<Int>) -> Form {
        Form(
            expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            read: { (written) throws(Misfit) in
                let number: Int? =
                    switch written {
                    case .integer(let value): value
                    case .bare(let text): Int(text)
                    default: nil
                    }
                guard let number, range.contains(number) else { throw Misfit() }
                return number
            },
            write: { "\($0)" })
    }
}

extension Form where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the enum's raw values, in any case.
    static var choice: Form {
        Form(
            expected: "one of " + Value.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "),
            read: { (written) throws(Misfit) in
                let text = written.anyText?.lowercased()
                guard let value = Value.allCases.first(where: { $0.rawValue.lowercased() == text }) else {
                    throw Misfit()
                }
                return value
            },
            write: { Form<String>.quoted($0.rawValue) })
    }
}

extension Form where Value == [String] {
    /// A list of texts, or one text with commas as the published samples write it.
    static func list(of items: String, where isItem: @escaping @Sendable (String) -> Bool) -> Form {
        Form(
            expected: "a list of \(items), or one text with commas between them",
            read: { (written) throws(Misfit) in
                let items: [String?] =
                    switch written {
                    case .list(let list): list.map(\.anyText)
                    case .text(let text), .bare(let text): text.split(separator: ",").map { String($0).trimmed }
                    default: [nil]
                    }
                let texts = items.compactMap { $0 }
                guard texts.count == items.count else { throw Misfit() }
                if let wrong = texts.first(where: { !isItem($0) }) {
                    throw Misfit(reason: "holds \"\(wrong.prefix(60))\"")
                }
                return texts
            },
            write: { "[" + $0.map(Form<String>.quoted).joined(separator: ", ") + "]" })
    }
}
