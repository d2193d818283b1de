import Access
import NIOHTTP1
import Testing

@testable import moneyprinter

@Suite("Connections to mail servers")
struct SMTPConnectionTests {
    private func client(_ networks: [String] = [], means addresses: [String] = []) -> OutboundClient {
        OutboundClient(policy: OutboundPolicy(networks: networks.compactMap(Network.init))) { host in
            NetworkAddress(host).map { [$0] } ?? addresses.compactMap { NetworkAddress($0) }
        }
    }

    @Test("go to an address that is written as such, and by a name to a network that is allowed")
    func allowed() async throws {
        try await AnsweringServer.run(.ok) { server in
            try await SMTPConnection.open(host: "127.0.0.1", port: server.port, by: client()).close()
            let own = client(["127.0.0.0/8"], means: ["10.9.9.9", "127.0.0.1"])
            try await SMTPConnection.open(host: "mail.invalid", port: server.port, by: own).close()
        }
    }

    @Test("do not go where a name means an address of this machine, or of none")
    func rebound() async throws {
        try await AnsweringServer.run(.ok) { server in
            for addresses in [["127.0.0.1"], ["169.254.169.254", "::1"], []] {
                await #expect(throws: OutboundError.self) {
                    try await SMTPConnection.open(
                        host: "mail.example.org", port: server.port, by: client(means: addresses)
                    ).close()
                }
            }
        }
    }
}
