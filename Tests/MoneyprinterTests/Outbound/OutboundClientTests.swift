import Access
import AsyncHTTPClient
import NIOHTTP1
import Testing

@testable import moneyprinter

@Suite("Requests of the service to others")
struct OutboundClientTests {
    private func client(_ networks: [String] = [], means addresses: [String] = []) -> OutboundClient {
        OutboundClient(policy: OutboundPolicy(networks: networks.compactMap(Network.init))) { host in
            NetworkAddress(host).map { [$0] } ?? addresses.compactMap { NetworkAddress($0) }
        }
    }

    private func send(
        _ client: OutboundClient, _ url: String, timeout: Duration = .seconds(20), limit: Int = 1000
    ) async throws -> OutboundClient.Answer {
        try await client.send(HTTPClientRequest(url: url), timeout: timeout, answerLimit: limit)
    }

    @Test("go to an address of this machine that is written as such")
    func written() async throws {
        try await AnsweringServer.run(.ok, body: "here") { server in
            let answer = try await send(client(), "http://127.0.0.1:\(server.port)/x")
            #expect(answer.status == 200 && answer.body == Array("here".utf8))
        }
    }

    @Test("do not go where a name means an address of this machine")
    func rebound() async throws {
        try await AnsweringServer.run(.ok) { server in
            let url = "http://receiver.example.org:\(server.port)/"
            await #expect(throws: OutboundError.self) { try await send(client(means: ["127.0.0.1"]), url) }
            await #expect(throws: OutboundError.self) {
                try await send(client(means: ["169.254.169.254", "::1"]), url)
            }
            await #expect(throws: OutboundError.self) { try await send(client(means: []), url) }
        }
    }

    @Test("go to the address that was checked, by the name that was given")
    func pinned() async throws {
        try await AnsweringServer.run(.ok, body: "pinned") { server in
            // Nothing resolves this name but the client's own resolver.
            let own = client(["127.0.0.0/8"], means: ["10.9.9.9", "127.0.0.1"])
            let answer = try await send(own, "http://receiver.invalid:\(server.port)/")
            #expect(answer.body == Array("pinned".utf8))
        }
    }

    @Test("do not follow a redirect")
    func redirected() async throws {
        try await AnsweringServer.run(.ok, body: "secret") { inner in
            let headers = ["location": "http://127.0.0.1:\(inner.port)/"]
            try await AnsweringServer.run(.found, .init(headers.map { ($0, $1) })) { server in
                let answer = try await send(client(), "http://127.0.0.1:\(server.port)/")
                #expect(answer.status == 302 && answer.body.isEmpty)
            }
        }
    }

    @Test("take no answer that is larger than its limit")
    func large() async throws {
        try await AnsweringServer.run(.ok, body: String(repeating: "x", count: 1001)) { server in
            await #expect(throws: (any Error).self) { try await send(client(), "http://127.0.0.1:\(server.port)/") }
        }
    }

    @Test("wait no longer than they may for the end of an answer")
    func slow() async throws {
        try await AnsweringServer.run(.ok, body: "half", isSilent: true) { server in
            let error = await #expect(throws: OutboundError.self) {
                try await send(client(), "http://127.0.0.1:\(server.port)/", timeout: .milliseconds(200))
            }
            #expect(error?.isTimeout == true)
        }
    }

    @Test(
        "are made for URLs of the web alone, without credentials in them",
        arguments: [
            "file:///etc/passwd", "unix:///var/run/docker.sock", "http+unix://%2Fvar%2Frun%2Fx/", "http:///x",
            "gopher://a/",
            "http://user:password@127.0.0.1/", "http://169.254.169.254/latest/meta-data", "http://[::]/",
            "http://0.0.0.0/",
        ])
    func schemes(url: String) async {
        await #expect(throws: OutboundError.self) { try await send(client(), url) }
    }
}
