/// A JSON value as tokens and key sets hold it.
///
/// Not a reader of any JSON: it refuses what two readers could take for different things, above all a member that is
/// there twice.
enum StrictJSON: Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([StrictJSON])
    case object([String: StrictJSON])

    /// Nil for anything but one well-formed value in UTF-8, nested at most 8 deep.
    init?(_ bytes: [UInt8]) {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var parser = StrictJSONParser(bytes)
        guard let value = parser.document() else { return nil }
        self = value
    }

    subscript(key: String) -> StrictJSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var array: [StrictJSON]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// A text, as it is written in a document.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<"\u{20}": result += "\\u00" + Hexadecimal.text([UInt8(scalar.value)])
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
