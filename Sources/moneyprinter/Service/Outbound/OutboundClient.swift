import Access
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Sends one HTTP request to where the policy allows, and to nowhere else.
///
/// A name is resolved once, its address is checked, and the connection goes to that address: a name that means something
/// else a moment later changes nothing. A redirect is an answer like any other and is not followed. What comes back is
/// bounded in bytes, and all of it in time.
struct OutboundClient: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]
    }

    let policy: OutboundPolicy
    private let resolve: @Sendable (String) async throws -> [NetworkAddress]

    init(
        policy: OutboundPolicy,
        resolve: @escaping @Sendable (String) async throws -> [NetworkAddress] = HostResolver.addresses
    ) {
        self.policy = policy
        self.resolve = resolve
    }

    /// - Parameters:
    ///   - timeout: for all of it.
    ///   - answerLimit: bytes of the answer's body; one that is longer is an error.
    /// - Throws: `OutboundError` where it may not go there or takes too long, else what AsyncHTTPClient throws.
    func send(_ request: HTTPClientRequest, timeout: Duration, answerLimit: Int) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask { try await exchange(request, timeout, answerLimit) }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw OutboundError("there is no whole answer within \(timeout)", isTimeout: true)
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() else { throw CancellationError() }
            return answer
        }
    }

    private func exchange(_ request: HTTPClientRequest, _ timeout: Duration, _ limit: Int) async throws -> Answer {
        let host = try Self.host(of: request.url)
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: configuration(host, try await address(of: host)))
        do {
            let response = try await client.execute(
                request, timeout: .seconds(max(1, timeout.components.seconds)))
            let body = try await response.body.collect(upTo: limit)
            try await client.shutdown()
            return Answer(
                status: Int(response.status.code), headers: response.headers, body: Array(body.readableBytesView))
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func configuration(_ host: String, _ address: NetworkAddress) -> HTTPClient.Configuration {
        var once = HTTPClient.Configuration.once
        // Those who send tell of it by their own events; a span for each export would itself be exported.
        once.tracing.tracer = nil
        once.redirectConfiguration = .disallow
        once.timeout.connect = .seconds(10)
        if NetworkAddress(host) == nil { once.dnsOverride = [host: address.description] }
        return once
    }

    /// The first address of the host that the policy allows: where to connect to, whatever the name means a moment later.
    ///
    /// - Throws: `OutboundError` where there is none.
    func address(of host: String) async throws -> NetworkAddress {
        let isWritten = OutboundPolicy.isWritten(host)
        let addresses = try await resolve(host)
        if let found = addresses.first(where: { policy.allows($0, isWritten: isWritten) }) { return found }
        throw OutboundError(
            addresses.isEmpty
                ? "the host has no address"
                : "the host's address is not public: name its network in [outbound] networks")
    }

    /// As AsyncHTTPClient reads it, so that no URL means one host here and another there.
    private static func host(of text: String) throws -> String {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty
        else { throw OutboundError("the URL has no host, or is neither http nor https") }
        guard url.user == nil, url.password == nil else { throw OutboundError("the URL has a user or password in it") }
        return host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }
}

extension Configuration.Outbound {
    var client: OutboundClient { OutboundClient(policy: OutboundPolicy(networks: networks.compactMap(Network.init))) }
}
