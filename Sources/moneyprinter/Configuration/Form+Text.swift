extension Form where Value == String {
    /// Text of a given length that also holds some condition.
    static func text(
        _ expected: String, length: ClosedRange<Int> = 1...4096,
        where holds: @escaping @Sendable (String) -> Bool = { _ in true }
    ) -> Form {
        Form(
            expected: expected,
            read: { (written) throws(Misfit) in
                guard let text = written.anyText, length.contains(text.count), holds(text) else { throw Misfit() }
                return text
            },
            write: quoted)
    }

    static var path: Form { text("a path") { !$0.contains("\0") } }

    static var host: Form {
        text("a host name or address", length: 1...253) { host in
            host.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789.-:_[]".contains(Character($0)))
            }
        }
    }

    static var url: Form {
        text("a URL that starts with http:// or https://", length: 8...2048) { isWebURL($0) }
    }

    /// `scheme://host[:port]`, as browsers send it in `Origin`.
    static func isOrigin(_ text: String) -> Bool {
        isWebURL(text) && text.dropFirst(8).allSatisfy { $0 != "/" }
    }

    static func isWebURL(_ text: String) -> Bool {
        let lowered = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lowered.hasPrefix) else { return false }
        let rest = lowered.dropFirst(scheme.count)
        return !rest.isEmpty && rest.first != "/" && rest.allSatisfy { !$0.isWhitespace && $0.isASCII }
    }

    /// A TOML basic string.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension Form where Value == Secret {
    /// A secret of at least so many bytes that no published sample carries.
    static func secret(minimumBytes: Int) -> Form {
        Form(
            expected: minimumBytes == 1 ? "a text" : "a secret text of at least \(minimumBytes) bytes",
            read: { (written) throws(Misfit) in
                guard let text = written.anyText else { throw Misfit() }
                if let fault = Secret.fault(in: text, minimumBytes: minimumBytes) { throw Misfit(reason: fault) }
                return Secret(text)
            },
            write: { Form<String>.quoted($0.value) },
            isSecret: true)
    }
}

extension String {
    /// Without white space at either end.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
