/// Why a WebSocket ends (RFC 6455, section 7.4).
struct CloseCode: RawRepresentable, Hashable, Sendable {
    let rawValue: Int

    static let normal = CloseCode(rawValue: 1000)
    static let goingAway = CloseCode(rawValue: 1001)
    static let protocolError = CloseCode(rawValue: 1002)
    static let unacceptableData = CloseCode(rawValue: 1003)
    /// Never sent: a close frame had none.
    static let none = CloseCode(rawValue: 1005)
    /// Never sent: the connection ended without a close frame.
    static let abnormal = CloseCode(rawValue: 1006)
    static let invalidText = CloseCode(rawValue: 1007)
    static let policy = CloseCode(rawValue: 1008)
    static let tooLarge = CloseCode(rawValue: 1009)
    /// What the client came in with is over, or was taken back.
    static let credentialEnded = CloseCode(rawValue: 4401)
    static let internalError = CloseCode(rawValue: 1011)

    /// Whether it may stand in a close frame: what the standard or its registry names, and what applications define.
    var maySend: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
