import Access
import AsyncHTTPClient
import Foundation
import NIOHTTP1

/// Where the public keys of an issuer come from.
enum KeySetSource {
    /// Seconds in which an issuer must have given its keys.
    private static let patience = Duration.seconds(10)

    /// The issuer's key set, as it wrote it.
    static func document(of issuer: Issuer, client: OutboundClient) async throws -> [UInt8] {
        if let url = issuer.keysURL {
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "accept", value: "application/json, application/jwk-set+json")
            let answer = try await client.send(request, timeout: patience, answerLimit: TokenKeySet.documentLimit)
            guard answer.status == 200 else { throw OutboundError("the issuer answers HTTP \(answer.status)") }
            return answer.body
        }
        let path = issuer.keysFile ?? ""
        guard let file = FileHandle(forReadingAtPath: path) else { throw OutboundError("'\(path)' cannot be read") }
        defer { try? file.close() }
        return Array(try file.read(upToCount: TokenKeySet.documentLimit + 1) ?? Data())
    }
}
