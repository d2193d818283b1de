import Access
import Testing

@Suite("Secrets")
struct SecretsTests {
    private let bytes = Array("a secret that nobody may see ever".utf8)

    private func texts(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value)" + String(reflecting: value) + dumped
    }

    @Test("do not print themselves, nor do those who hold them")
    func redaction() async throws {
        let pepper = try #require(Pepper(bytes))
        let client = Client(id: "farm", role: "user", secrets: [ClientSecret(bytes)])
        let key = try #require(await TokenKey(id: "2026", secret: bytes))
        let door = Authenticator(
            keys: KeyVerifier(pepper: pepper),
            publishedKeys: PublishedKeys(
                [("a secret that nobody", PublishedKeys.Entry(name: "a", role: "user"))], pepper: pepper),
            tokens: TokenVerifier(issuers: [.ourselves(resource: "r", keys: [key])]),
            clients: ClientSignatureVerifier(clients: [client]), messages: MessageSignatureVerifier(clients: [client]))
        let decimal = bytes.prefix(6).map(String.init).joined(separator: ", ")
        for text in [texts(pepper), texts(client), texts(key), texts(door)] {
            #expect(!text.contains("a secret that nobody") && !text.contains(decimal))
        }
    }
}
