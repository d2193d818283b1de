import Access
import Testing

@Suite("A signature of the reference API (HMAC v1)")
struct ClientSignatureTests {
    private let now: Int64 = 1_767_225_600
    private let secret = ClientSecret(Array("client secret".utf8))
    private let verifier: ClientSignatureVerifier

    init() {
        verifier = ClientSignatureVerifier(
            clients: [
                Client(id: "client_001", role: "user", secrets: [secret]),
                Client(id: "client_0011", role: "admin", secrets: [secret]),
            ])
    }

    private func refusal(_ client: String, _ timestamp: String, _ signature: String, at seconds: Int64? = nil)
        -> RefusalReason?
    {
        let result = verifier.verify(
            client: client, timestamp: timestamp, signature: signature, at: (seconds ?? now) * 1_000_000_000)
        switch result {
        case .success: return nil
        case .failure(let reason): return reason
        }
    }

    private func signature(_ client: String, _ timestamp: String) -> String {
        ClientSignatureVerifier.signature(client: client, timestamp: timestamp, secret: secret)
    }

    @Test("is the published one")
    func vector() {
        // python3: hmac.new(b"client secret", b"client_0011767225600", "sha256").hexdigest()
        #expect(
            signature("client_001", "1767225600") == "6d51b9417c1d0ee13e2d44404334cf034ad9342d64774231b68143fa6ec68eaa")
        #expect(refusal("client_001", "1767225600", signature("client_001", "1767225600")) == nil)
        #expect(refusal("client_001", "1767225600", signature("client_001", "1767225600").uppercased()) == nil)
    }

    @Test("counts for five minutes before and after its time")
    func window() {
        let signature = signature("client_001", "1767225600")
        for offset in [-300, 0, 300] {
            #expect(refusal("client_001", "1767225600", signature, at: now + Int64(offset)) == nil)
        }
        for offset in [-301, 301] {
            #expect(refusal("client_001", "1767225600", signature, at: now + Int64(offset)) == .outsideWindow)
        }
    }

    @Test("does not pass for another client's, where id and time run together to the same text")
    func confusion() {
        // "client_001" + "1767225600" = "client_0011" + "767225600": the time must have ten digits.
        let signature = signature("client_001", "1767225600")
        #expect(refusal("client_0011", "767225600", signature) == .malformedSignature)
    }

    @Test("is refused where it is wrong, and of a client that nobody knows")
    func wrong() {
        let signature = signature("client_001", "1767225600")
        #expect(refusal("client_0011", "1767225600", signature) == .wrongSignature)
        #expect(refusal("client_001", "1767225601", signature) == .wrongSignature)
        #expect(refusal("nobody", "1767225600", signature) == .unknownClient)
        #expect(refusal("", "1767225600", signature) == .unknownClient)
    }

    @Test(
        "is refused where its time is none",
        arguments: [
            "", "0", "-767225600", "+767225600", "1767225600.0", "17672256000", "１７６７２２５６００", " 767225600", "1e9",
        ])
    func times(text: String) {
        #expect(refusal("client_001", text, signature("client_001", text)) == .malformedSignature)
    }

    @Test("is refused where it is no signature", arguments: ["", "00", "zz", String(repeating: "0", count: 63)])
    func forms(text: String) { #expect(refusal("client_001", "1767225600", text) == .malformedSignature) }
}
