/// One member of `Signature-Input`: which components a signature covers, and its parameters.
struct SignatureParameters: Equatable {
    enum Value: Equatable {
        case text(String)
        case number(Int64)
    }

    /// In the order in which they are signed.
    let components: [String]
    let parameters: [(name: String, value: Value)]

    subscript(name: String) -> Value? { parameters.first { $0.name == name }?.value }

    func text(_ name: String) -> String? {
        guard case .text(let text)? = self[name] else { return nil }
        return text
    }

    func number(_ name: String) -> Int64? {
        guard case .number(let number)? = self[name] else { return nil }
        return number
    }

    /// The last line of what is signed, and the member's own text: the one form that RFC 8941 gives it.
    var serialized: String {
        let list = components.map(Self.quoted).joined(separator: " ")
        let rest = parameters.map { parameter in
            switch parameter.value {
            case .text(let text): ";\(parameter.name)=\(Self.quoted(text))"
            case .number(let number): ";\(parameter.name)=\(number)"
            }
        }
        return "(\(list))" + rest.joined()
    }

    /// What is signed; nil where the request lacks a component, or one holds a line's end.
    func base(of message: SignedMessage) -> String? {
        var lines: [String] = []
        for component in components {
            guard let value = message.value(of: component), !value.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
                return nil
            }
            lines.append("\(Self.quoted(component)): \(value)")
        }
        lines.append("\"@signature-params\": \(serialized)")
        return lines.joined(separator: "\n")
    }

    static func quoted(_ text: String) -> String {
        "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] } + "\""
    }

    static func == (left: SignatureParameters, right: SignatureParameters) -> Bool {
        left.serialized == right.serialized
    }
}
