import HTTPTypes

/// The headers in which credentials come, each name checked once.
enum AccessHeader {
    static let client = HTTPField.Name("x-client-id")
    static let timestamp = HTTPField.Name("x-timestamp")
    static let signature = HTTPField.Name("x-signature")
    static let signatureInput = HTTPField.Name("signature-input")
    static let subprotocol = HTTPField.Name("sec-websocket-protocol")
}
