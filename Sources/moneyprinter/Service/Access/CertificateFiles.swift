import Foundation
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// The certificate and key of the service's own TLS, taken up anew when their files change.
///
/// Connections that are open go on with what they began with; each new one gets what is current. Files that cannot be
/// used, or do not belong together, change nothing and are told of once for each state of them: a certificate that is
/// written a moment before its key is such a state.
final class CertificateFiles: Sendable {
    private struct Current {
        var context: NIOSSLContext
        var stamp: [String]
    }

    /// How often the files are looked at.
    private static let interval = Duration.seconds(2)

    private let certificate: String
    private let key: String
    private let logger: Logger
    private let current: Mutex<Current>

    /// - Throws: where they cannot be used, with the file.
    init(certificate: String, key: String, logger: Logger) throws {
        self.certificate = certificate
        self.key = key
        self.logger = logger
        let stamp = Self.stamp(certificate, key)
        current = Mutex(Current(context: try Self.context(certificate, key), stamp: stamp))
    }

    /// What a connection that begins now puts before everything else.
    func handler() -> any ChannelHandler { NIOSSLServerHandler(context: current.withLock { $0.context }) }

    /// Watches the files until it is cancelled.
    func run() async throws {
        while true {
            try await Task.sleep(for: Self.interval)
            look()
        }
    }

    /// Takes the files up where they are others than before.
    func look() {
        let stamp = Self.stamp(certificate, key)
        guard current.withLock({ $0.stamp }) != stamp else { return }
        do {
            let context = try Self.context(certificate, key)
            current.withLock { $0 = Current(context: context, stamp: stamp) }
            logger.notice("the certificate in \(certificate) is new: connections from now on use it")
        } catch {
            current.withLock { $0.stamp = stamp }
            logger.error("\(error); the certificate from before stays in use")
        }
    }

    /// What changes when somebody writes a file, or puts another in its place.
    private static func stamp(_ paths: String...) -> [String] {
        paths.map { path in
            var info = stat()
            guard stat(path, &info) == 0 else { return "none" }
            return "\(info.st_ino) \(info.st_size) \(info.st_mtim.tv_sec) \(info.st_mtim.tv_nsec)"
        }
    }

    private static func context(_ certificate: String, _ key: String) throws -> NIOSSLContext {
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMFile(certificate) } catch {
            throw Failure("\(certificate): cannot be read as certificates in PEM")
        }
        guard let first = chain.first else { throw Failure("\(certificate): has no certificate") }
        guard first.notValidAfter > time(nil) else { throw Failure("\(certificate): has expired") }
        let secret: NIOSSLPrivateKey
        do { secret = try NIOSSLPrivateKey(file: key, format: .pem) } catch {
            throw Failure("\(key): cannot be read as a private key in PEM")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(secret))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do { return try NIOSSLContext(configuration: configuration) } catch {
            throw Failure("\(certificate): does not belong to the key in \(key)")
        }
    }
}
