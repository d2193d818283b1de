/// Sends requests over HTTP: the executable supplies it, so that nothing here needs a client.
public protocol AlertTransport: Sendable {
    /// Sends one request and gives what was answered.
    ///
    /// - Throws: where there was no answer; the error is not shown, for its text may name the address.
    func send(_ request: AlertRequest) async throws -> AlertResponse
}

/// A request to a receiver; address, headers and body may hold secrets.
public struct AlertRequest: Equatable, Sendable {
    public var method = "POST"
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(url: String, headers: [(name: String, value: String)] = [], body: [UInt8]) {
        self.url = url
        self.headers = headers
        self.body = body
    }

    public static func == (left: AlertRequest, right: AlertRequest) -> Bool {
        left.method == right.method && left.url == right.url && left.body == right.body
            && left.headers.elementsEqual(right.headers) { $0 == $1 }
    }
}

extension AlertRequest: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { "\(method) (\(body.count) bytes)" }
    public var debugDescription: String { description }
}

public struct AlertResponse: Equatable, Sendable {
    public let status: Int
    /// The beginning of it.
    public let body: String

    public init(status: Int, body: String = "") {
        self.status = status
        self.body = body
    }
}
