import AsyncHTTPClient
import Foundation
import NIOHTTP1

/// The key or token that commands show to a running service: that of the environment.
///
/// Not an option: what stands on a command line can be read by everybody on the machine.
enum ServiceCredential {
    static let variable = "MONEYPRINTER_KEY"

    static func add(to request: inout HTTPClientRequest) {
        guard let key = ProcessInfo.processInfo.environment[variable], !key.isEmpty else { return }
        request.headers.replaceOrAdd(name: "authorization", value: "Bearer \(key)")
    }
}
