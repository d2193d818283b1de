/// How OTLP/HTTP writes its messages.
public enum OTLPFormat: String, CaseIterable, Sendable {
    case protobuf, json

    public var contentType: String {
        switch self {
        case .protobuf: "application/x-protobuf"
        case .json: "application/json"
        }
    }

    /// The format that a `Content-Type` header names, whatever its parameters; nil for any other.
    public init?(contentType: String) {
        let name = contentType.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard let format = Self.allCases.first(where: { $0.contentType == name }) else { return nil }
        self = format
    }
}
