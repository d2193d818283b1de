import EventStore

/// Delivers by HTTP what a payload makes of a message.
public struct HTTPHandler: AlertHandler {
    public let name: String
    private let payload: any AlertPayload
    private let transport: any AlertTransport

    /// Answers that may be different another time.
    private static let passing: Set<Int> = [408, 425, 429]

    public init(name: String, payload: any AlertPayload, transport: any AlertTransport) {
        self.name = name
        self.payload = payload
        self.transport = transport
    }

    public func deliver(_ delivery: AlertDelivery) async throws {
        for var request in payload.requests(for: delivery) {
            if let trace = delivery.trace { request.headers.append(("traceparent", trace.traceparent)) }
            let response: AlertResponse
            do {
                response = try await transport.send(request)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // What the client says may name the address, and that may hold a secret.
                throw DeliveryError("no answer")
            }
            guard !(200..<300).contains(response.status) else { continue }
            let isPassing = response.status >= 500 || Self.passing.contains(response.status)
            throw DeliveryError("HTTP \(response.status)", isPermanent: !isPassing)
        }
    }
}

/// Makes requests of a message: pure.
public protocol AlertPayload: Sendable {
    /// In the order in which they are sent; most receivers take one message in one request.
    func requests(for delivery: AlertDelivery) -> [AlertRequest]
}

extension AlertPayload {
    func json(_ url: Secret, _ body: [UInt8], headers: [(name: String, value: String)] = []) -> AlertRequest {
        AlertRequest(url: url.value, headers: [("content-type", "application/json")] + headers, body: body)
    }
}
