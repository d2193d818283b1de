/// The four kinds of values of the language.
public enum ValueType: String, Sendable {
    case scalar, string, vector, matrix

    /// The name in documentation and in errors.
    public var documentedName: String {
        switch self {
        case .scalar: "scalar"
        case .string: "string"
        case .vector: "instant vector"
        case .matrix: "range vector"
        }
    }
}
