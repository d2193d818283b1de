import Testing

@testable import moneyprinter

@Suite("Other issuers in a configuration")
struct ConfigurationIssuerTests {
    private func load(_ lines: String...) throws -> [Issuer] {
        let text = "[[access.issuers]]\n" + lines.joined(separator: "\n")
        return try Configuration.load(text: text, file: "/etc/mp/config.toml", environment: [:]).access.issuers
    }

    private func fault(_ lines: String...) -> String {
        do {
            let text = "[[access.issuers]]\n" + lines.joined(separator: "\n")
            _ = try Configuration.load(text: text, file: "config.toml", environment: [:])
            return ""
        } catch { return "\(error)" }
    }

    private let head = "name = \"corp\"\nissuer = \"https://login.example.org\""
    private let keys = "jwks_url = \"https://login.example.org/jwks\""

    @Test("an issuer is read with the defaults of what it leaves out")
    func whole() throws {
        let issuer = try #require(load(head, keys, "roles = [\"a=b=admin\", \"staff=user\"]").first)
        #expect(issuer.name == "corp" && issuer.keysURL == "https://login.example.org/jwks")
        #expect(issuer.algorithms == ["ES256", "EdDSA", "RS256"] && issuer.required == ["nbf", "jti"])
        #expect(issuer.roles.compactMap(Issuer.roleEntry).map(\.role) == ["admin", "user"])
        #expect(Issuer.roleEntry("a=b=admin")?.value == "a=b")
    }

    @Test("a key set's file lies beside the configuration")
    func file() throws {
        let issuer = try #require(load(head, "jwks_file = \"jwks.json\"", "default_role = \"viewer\"").first)
        #expect(issuer.keysFile == "/etc/mp/jwks.json")
    }

    @Test("keys come from one place, and everybody gets a role from us")
    func faults() {
        #expect(fault(head, "default_role = \"user\"").contains("jwks_url or jwks_file"))
        #expect(fault(head, keys, "jwks_file = \"x\"", "default_role = \"user\"").contains("jwks_url or jwks_file"))
        #expect(fault(head, keys).contains("gives nobody a role"))
        #expect(fault(keys, "default_role = \"user\"").contains("has no name"))
        #expect(fault(head, keys, "roles = [\"admin\"]").contains("value=role"))
        #expect(fault(head, keys, "default_role = \"user\"", "algorithms = [\"HS256\"]").contains("algorithms"))
        #expect(fault(head, keys, "default_role = \"user\"", "algoritms = []").contains("did you mean 'algorithms'"))
        #expect(
            fault(head, keys, "default_role = \"user\"", "[[access.issuers]]", head, keys, "default_role = \"user\"")
                .contains("name or the 'iss' of another"))
    }

    @Test(
        "keys come over https, or from this machine",
        arguments: [
            ("https://a.example/jwks", true), ("http://127.0.0.1:8080/jwks", true), ("http://localhost/jwks", true),
            ("http://a.example/jwks", false), ("http://127.0.0.1.evil.example/jwks", false),
            ("file:///etc/passwd", false),
            ("http://localhost@evil.example/", false), ("ftp://a.example", false),
        ])
    func addresses(url: String, isAllowed: Bool) {
        #expect(fault(head, "jwks_url = \"\(url)\"", "default_role = \"user\"").isEmpty == isAllowed)
    }
}
