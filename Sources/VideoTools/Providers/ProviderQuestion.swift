import Crypto
import Foundation

/// One request to a provider.
public struct ProviderQuestion: Sendable {
    /// What the log calls the provider: never an address or a key.
    public let provider: String
    public let url: String
    /// They may hold a key, and are kept out of the log.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    public let timeout: Duration
    /// Bytes of the longest answer that is read.
    public let answerLimit: Int

    init(
        provider: String, url: String, headers: [(name: String, value: String)], body: [UInt8], timeout: Duration,
        answerLimit: Int
    ) {
        self.provider = provider
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.answerLimit = answerLimit
    }

    /// SHA-256 of the provider's name and the body, lowercase hexadecimal.
    var digest: String {
        var hash = SHA256()
        hash.update(data: Data("\(provider)\u{0}".utf8))
        hash.update(data: body)
        return hash.finalize().map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0\(text)" : text
        }.joined()
    }
}
