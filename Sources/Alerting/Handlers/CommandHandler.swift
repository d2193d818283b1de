import EventStore

/// Runs a program for each message, without a shell: the webhook's body is handed to it as whoever runs it sees fit, and a
/// few words are in its environment.
public struct CommandHandler: AlertHandler {
    /// What is to be run.
    public struct Call: Equatable, Sendable {
        /// The program and its arguments.
        public let arguments: [String]
        /// Besides what the program has anyway.
        public let environment: [String: String]
        public let input: [UInt8]
    }

    public let name: String
    private let arguments: [String]
    private let run: @Sendable (Call) async throws -> Int32

    /// - Parameters:
    ///   - arguments: the program and its arguments; nothing of an alert becomes one of them.
    ///   - run: runs a program, with a limit of time, and gives its exit status.
    public init(
        name: String, arguments: [String], run: @escaping @Sendable (Call) async throws -> Int32
    ) {
        self.name = name
        self.arguments = arguments
        self.run = run
    }

    public func deliver(_ delivery: AlertDelivery) async throws {
        let environment = [
            "ALERT_STATUS": delivery.isFiring ? "firing" : "resolved", "ALERT_RECEIVER": name,
            "ALERT_COUNT": String(delivery.alerts.count), "ALERT_TITLE": delivery.title.filter { !$0.isNewline },
        ]
        let call = Call(
            arguments: arguments, environment: environment, input: WebhookPayload.body(delivery).bytes)
        let status = try await run(call)
        guard status == 0 else { throw DeliveryError("the command ended with \(status)") }
    }
}
