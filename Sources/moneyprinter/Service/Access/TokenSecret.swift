import Access
import Foundation

/// The secret that our own tokens are signed with: of the configuration, the environment or a file.
enum TokenSecret {
    /// Nil where there is none.
    ///
    /// - Throws: where there are two, or it is too short or published.
    static func bytes(_ access: Configuration.Access) throws -> [UInt8]? {
        guard let path = access.tokenSecretFile else { return access.jwtSecret.map { Array($0.value.utf8) } }
        guard access.jwtSecret == nil else {
            throw Failure("token_secret_file and mcp_jwt_secret are both set: keep one of them")
        }
        guard let file = FileHandle(forReadingAtPath: path) else { throw Failure("\(path): cannot be read") }
        defer { try? file.close() }
        let data = try file.read(upToCount: limit + 1) ?? Data()
        guard data.count <= limit, let text = String(data: data, encoding: .utf8)?.trimmed else {
            throw Failure("\(path): is no text of at most \(limit) bytes")
        }
        if let fault = Secret.fault(in: text, minimumBytes: TokenKey.minimumSecretBytes) {
            throw Failure("\(path): \(fault)")
        }
        return Array(text.utf8)
    }

    private static let limit = 4096
}
