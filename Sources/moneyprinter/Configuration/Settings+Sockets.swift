// What open connections and kept results may cost.
extension Settings {
    static let sockets = Section(
        title: "What one WebSocket may cost",
        settings: [
            Setting(
                "sockets", "message_bytes", \.sockets.messageBytes, Form<Int>.integer(1024...67_108_864).optional,
                sample: "4194304", "The largest message; by default as much as request_bytes of [limits]."),
            Setting(
                "sockets", "fragments", \.sockets.fragments, .integer(1...1_000_000),
                "Frames that a message may have."),
            Setting(
                "sockets", "running_requests", \.sockets.runningRequests, .integer(1...10_000),
                "Requests that are worked on at once; more wait."),
            Setting(
                "sockets", "waiting_requests", \.sockets.waitingRequests, .integer(1...100_000),
                "Requests that wait; one more is refused."),
            Setting(
                "sockets", "unsent_bytes", \.sockets.unsentBytes, .integer(4096...16_777_216),
                "Bytes of answers that a client may leave unread before nothing more of it is read."),
            Setting(
                "sockets", "ping_seconds", \.sockets.pingSeconds, .integer(1...3600),
                "Seconds between two pings; a client that was not heard for two of them is gone."),
            Setting(
                "sockets", "close_seconds", \.sockets.closeSeconds, .integer(1...60),
                "Seconds for a client to answer a close frame."),
            Setting(
                "sockets", "welcome_milliseconds", \.sockets.welcomeMilliseconds, .integer(10...60_000),
                "Milliseconds of silence after which a client without a subprotocol is welcomed in the old dialect."),
        ])

    static let resultCache = Section(
        title: "Results of tools that are kept for the same request; how long, say keys of [app]",
        settings: [
            Setting(
                "result_cache", "entries", \.resultCache.entries, .integer(0...1_000_000),
                "Results kept; those longest unused make room."),
            Setting(
                "result_cache", "bytes", \.resultCache.bytes, .integer(65_536...1_073_741_824),
                "Bytes of results kept; one of more than an eighth is not."),
        ])
}
