// The published `[app]` keys, with their published names.
extension Settings {
    private static let gatewayFeature = "the gateway"

    static let server = Section(
        title: "The service",
        settings: [
            Setting("app", "mcp_enabled", \.server.isEnabled, .flag, "False: the service refuses to start."),
            Setting(
                "app", "mcp_server_host", \.server.host, .host,
                "The address to listen on; any but the loopback needs a key or a token secret first."),
            Setting("app", "mcp_server_port", \.server.port, .integer(0...65_535), "The port; 0 takes any free one."),
            Setting(
                "app", "mcp_max_connections", \.server.maxConnections, .integer(1...100_000), "Open connections."),
            Setting(
                "app", "allowed_origins", \.server.allowedOrigins,
                .list(of: "origins such as \"https://example.org\"", where: Form<String>.isOrigin),
                "Web pages that may call the service; pages of this machine always may."),
            Setting(
                "app", "trusted_hosts", \.server.trustedHosts,
                .list(of: "host names") { !$0.isEmpty && !$0.contains("/") },
                "Names in the Host header besides this machine's own."),
            Setting(
                "app", "endpoint", \.server.publicURL, Form<String>.url.optional,
                sample: "\"https://videos.example.org\"",
                "How others reach the service, for the links in results; by default the address above."),
            Setting("app", "log_level", \.server.logLevel, .choice, "How much is said on standard error."),
        ])

    static let rates = Section(
        title: "How often one caller may ask",
        settings: [
            Setting(
                "app", "mcp_rate_limit_requests", \.limits.requests, .integer(1...1_000_000),
                "Requests of one connection in one window; roles have the published limits besides."),
            Setting(
                "app", "mcp_rate_limit_window", \.limits.windowSeconds, .integer(1...86_400),
                "The window in seconds."),
        ])

    static let tasks = Section(
        title: "Tasks",
        settings: [
            Setting(
                "app", "max_concurrent_tasks", \.tasks.maxConcurrent, .integer(1...64), "Tasks worked on at once."),
            Setting(
                "app", "task_timeout", \.tasks.timeoutSeconds, .integer(30...86_400),
                "Seconds after which a task is given up."),
        ])

    static let videoGeneration = Section(
        title: "Video generation and its caches",
        settings: [
            Setting(
                "app", "video_generation_max_concurrent", \.video.maxConcurrent, .integer(1...64),
                later: "batch scheduling", "Videos made at once."),
            Setting(
                "app", "video_generation_timeout", \.video.timeoutSeconds, .integer(10...86_400),
                later: "waiting calls", "Seconds a call waits for its video."),
            Setting(
                "app", "video_generation_cache_ttl", \.video.cacheSeconds, .integer(0...31_536_000),
                "Seconds a script or its terms are kept for the same request, where use_cache asks; 0: not at all."),
            Setting(
                "app", "voice_synthesis_cache_enabled", \.voice.cacheEnabled, .flag, later: "result caches",
                "Whether spoken text is kept for the same request."),
            Setting(
                "app", "voice_synthesis_cache_ttl", \.voice.cacheSeconds, .integer(0...31_536_000),
                later: "result caches", "Seconds it is kept."),
        ])

    static let monitoring = Section(
        title: "Monitoring; the alert rules are at the end",
        settings: [
            Setting(
                "app", "mcp_enable_monitoring", \.monitoring.isEnabled, .flag,
                "Whether metrics are sampled into the log."),
            Setting(
                "app", "mcp_metrics_retention_hours", \.monitoring.metricsRetentionHours,
                Form<Int>.integer(1...87_600).optional, sample: "24",
                "Hours for which metric samples are kept, where [retention] is enabled; by default as long as all else."
            ),
            Setting("app", "mcp_enable_alerts", \.monitoring.alertsEnabled, .flag, "Whether the rules are evaluated."),
        ])

    static let tokens = Section(
        title: "Tokens",
        settings: [
            Setting(
                "app", "mcp_jwt_secret", \.access.jwtSecret, Form<Secret>.secret(minimumBytes: 32).optional,
                sample: "\"…\"",
                "Signs JSON Web Tokens; there is no default, and published defaults are refused."),
            Setting(
                "app", "mcp_jwt_algorithm", \.access.jwtAlgorithm, .choice,
                "The only algorithm of tokens with a shared secret."),
            Setting(
                "app", "mcp_jwt_expiration", \.access.jwtExpirationSeconds, .integer(60...86_400),
                "Seconds a token lives."),
        ])

    static let gateway = Section(
        title: "Circuit breaker and service discovery",
        settings: [
            Setting(
                "app", "mcp_circuit_breaker_threshold", \.gateway.breakerThreshold, .integer(1...1000),
                later: gatewayFeature, "Failures in a row that open the breaker."),
            Setting(
                "app", "mcp_circuit_breaker_timeout", \.gateway.breakerTimeoutSeconds, .integer(1...3600),
                later: gatewayFeature, "Seconds it stays open."),
            Setting(
                "app", "mcp_heartbeat_interval", \.gateway.heartbeatSeconds, .integer(1...3600), later: gatewayFeature,
                "Seconds between two heartbeats of a service."),
            Setting(
                "app", "mcp_health_check_interval", \.gateway.healthCheckSeconds, .integer(1...3600),
                later: gatewayFeature, "Seconds between two health checks."),
            Setting(
                "app", "mcp_service_timeout", \.gateway.serviceTimeoutSeconds, .integer(1...86_400),
                later: gatewayFeature, "Seconds without a heartbeat after which a service counts as gone."),
        ])

    static let redis = Section(
        title: "Redis; the event log stands in for it, so this is for several nodes only",
        settings: [
            Setting(
                "app", "enable_redis", \.redis.isEnabled, .flag, later: gatewayFeature, "Whether Redis is used."),
            Setting("app", "redis_host", \.redis.host, .host, later: gatewayFeature, "Its host."),
            Setting("app", "redis_port", \.redis.port, .integer(1...65_535), later: gatewayFeature, "Its port."),
            Setting("app", "redis_db", \.redis.database, .integer(0...1023), later: gatewayFeature, "Its database."),
            Setting(
                "app", "redis_password", \.redis.password, Form<Secret>.secret(minimumBytes: 1).optional,
                later: gatewayFeature, sample: "\"…\"", "Its password."),
        ])
}
