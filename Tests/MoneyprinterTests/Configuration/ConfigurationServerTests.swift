import Testing

@testable import moneyprinter

@Suite("Where commands look for the service")
struct ConfigurationServerTests {
    @Test(
        "is the configured port, at an address that this machine has",
        arguments: [
            ("127.0.0.1", "http://127.0.0.1:9000"), ("0.0.0.0", "http://127.0.0.1:9000"),
            ("::", "http://[::1]:9000"), ("localhost", "http://localhost:9000"),
        ])
    func address(host: String, expected: String) {
        var server = Configuration.Server()
        (server.host, server.port, server.publicURL) = (host, 9000, "http://videos.example")
        #expect(server.localURL == expected)
    }

    @Test("is the public name where there is a certificate, which names that")
    func secure() {
        var server = Configuration.Server()
        server.certificateFile = "c.pem"
        #expect(server.localURL == "https://127.0.0.1:8081")
        server.publicURL = "https://videos.example"
        #expect(server.localURL == "https://videos.example")
    }
}
