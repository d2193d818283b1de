/// A connection to a mail server.
public protocol MailConnection: Sendable {
    func send(_ bytes: [UInt8]) async throws
    /// The next bytes, some at least; empty where the server has closed.
    func receive() async throws -> [UInt8]
    /// Turns the connection into one with TLS.
    func secure() async throws
    func close() async
}
