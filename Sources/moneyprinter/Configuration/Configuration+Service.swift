extension Configuration {
    /// The socket and who may speak to it.
    struct Server: Equatable, Sendable {
        /// False: `serve` refuses to start, as the published key asks.
        var isEnabled = true
        var host = "127.0.0.1"
        var port = 8081
        var maxConnections = 100
        var maxRequestBytes = 4 << 20
        /// `scheme://host[:port]` of pages that may call the service; loopback pages always may.
        var allowedOrigins: [String] = []
        /// Names of this service in `Host`; loopback names always count.
        var trustedHosts: [String] = []
        /// How others reach the service, for the links in results; nil: the host and port above.
        var publicURL: String?
        var logLevel = LogLevel.info
        /// The certificate of the service's own TLS, and its key; nil for none.
        var certificateFile: String?
        var keyFile: String?

        var scheme: String { certificateFile == nil ? "http" : "https" }

        /// The service as its clients know it.
        var canonicalURL: String { publicURL ?? "\(scheme)://\(host):\(port)" }

        /// The service as this machine reaches it.
        var localURL: String {
            // What its certificate names is not the address that it listens on.
            if scheme == "https", let publicURL { return publicURL }
            // Whoever listens everywhere listens on loopback too.
            let near = ["0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host
            return "\(scheme)://\(near.contains(":") ? "[\(near)]" : near):\(port)"
        }
    }

    enum LogLevel: String, CaseIterable, Sendable {
        case trace, debug, info, notice, warning, error, critical
    }

    /// What one WebSocket may cost.
    struct Sockets: Equatable, Sendable {
        /// Nil: as much as the body of an HTTP request.
        var messageBytes: Int?
        var fragments = 1024
        var runningRequests = 32
        var waitingRequests = 256
        var unsentBytes = 64 << 10
        var pingSeconds = 20
        var closeSeconds = 5
        var welcomeMilliseconds = 250
    }

    /// Results of tools that are kept for the same request.
    struct ResultCache: Equatable, Sendable {
        var entries = 1000
        var bytes = 8 << 20
    }

    /// The bounds of the event log.
    struct Log: Equatable, Sendable {
        var queuedEvents = 65_536
        var queuedBytes = 64 << 20
        var tailEvents = 4096
        var commitsPerCheckpoint = 1000
        var snapshotSpacing = 16_384
        var snapshotCount = 384
    }

    struct Tasks: Equatable, Sendable {
        /// Tasks worked on at once; one render at a time takes both cores whatever this says.
        var maxConcurrent = 5
        var timeoutSeconds = 1800
    }

    struct Monitoring: Equatable, Sendable {
        var isEnabled = true
        /// Nil: as long as what nothing else speaks of.
        var metricsRetentionHours: Int?
        var alertsEnabled = true
    }

    /// The balancer of several services.
    struct Gateway: Equatable, Sendable {
        var breakerThreshold = 5
        var breakerTimeoutSeconds = 60
        var heartbeatSeconds = 30
        var healthCheckSeconds = 10
        var serviceTimeoutSeconds = 90
    }

    struct Redis: Equatable, Sendable {
        var isEnabled = false
        var host = "localhost"
        var port = 6379
        var database = 0
        var password: Secret?
    }
}
